/* Test-only ALSA ioplug: a clocked capture "soundcard" with scripted faults, all in userspace, behind the real libasound.
 * gcc -shared -fPIC -O2 -Wall -DPIC -o libasound_module_pcm_scripted.so pcm_scripted.c -lasound
 * config:  pcm_type.scripted { lib "/abs/libasound_module_pcm_scripted.so" }
 *          pcm.mic { type scripted  infile "/abs/in.raw"  script "xrun@44100 unplug@220500"  ppm 200  rate 44100 channels 2 }
 * script:  NAME@FRAME[:ARG]   frame = device frames since the first start
 *   xrun       the device reports an overrun (frames are lost: the position jumps by ARG frames, default one buffer)
 *   unplug     state DISCONNECTED: -ENODEV from then on, also on re-open while the file <unplugfile> exists
 *   suspend:MS state SUSPENDED: -ESTRPIPE; snd_pcm_resume blocks |MS| ms, then the state is RUNNING (MS<0) or PREPARED (MS>0: the caller must snd_pcm_start)
 *   stall:MS   the device clock stops for MS milliseconds (interrupts lost), then goes on without loss
 *   jump:F     F frames vanish without any error (silent discontinuity)
 * ALSA_SCRIPTED_LOG names a file that gets a line at each start: the first frame, and the time in nanoseconds since 1970.
 * A real overrun (application late by more than the buffer) gives -EPIPE as on hardware.
 * Data: infile (raw, S16_LE/S24/S32 per negotiated format, no conversion), zero after its end; without infile a counter pattern L=frame lo16, R=frame hi16. */
#define _GNU_SOURCE
#include <alsa/asoundlib.h>
#include <alsa/pcm_external.h>
#include <sys/timerfd.h>
#include <unistd.h>
#include <fcntl.h>
#include <errno.h>
#include <stdint.h>
#include <time.h>
struct ev { char what[12]; uint64_t at; long arg; int done; };
typedef struct { snd_pcm_ioplug_t io; int tfd, ifd; double rate; long ppm; struct timespec t0; uint64_t base, hw, app, start, skip; unsigned fb;
  struct ev ev[32]; int nev; int running, gone; int64_t hold_until, susp_until; int resumable; } S;
static int64_t now_ns(void){ struct timespec t; clock_gettime(CLOCK_MONOTONIC,&t); return t.tv_sec*1000000000LL+t.tv_nsec; }
static int64_t tns(struct timespec t){ return t.tv_sec*1000000000LL+t.tv_nsec; }
static void arm(S*s,int on){ struct itimerspec it={{0,0},{0,0}}; if(on){ double p=s->io.period_size/s->rate*1e9; long ns=(long)(p/2); if(ns<1000000) ns=1000000; it.it_interval.tv_sec=ns/1000000000; it.it_interval.tv_nsec=ns%1000000000; it.it_value=it.it_interval; } timerfd_settime(s->tfd,0,&it,NULL); }
static void drain_timer(S*s){ uint64_t x; if(read(s->tfd,&x,8)<0){} }
static void run_events(S*s){ /* may move hw, state */
  for(int i=0;i<s->nev;i++){ struct ev*e=&s->ev[i]; if(e->done||s->hw<e->at) continue; e->done=1;
    if(!strcmp(e->what,"unplug")){ s->gone=1; snd_pcm_ioplug_set_state(&s->io,SND_PCM_STATE_DISCONNECTED); }
    else if(!strcmp(e->what,"suspend")){ s->resumable=e->arg<0; s->susp_until=now_ns()+labs(e->arg)*1000000LL; s->running=0; snd_pcm_ioplug_set_state(&s->io,SND_PCM_STATE_SUSPENDED); }
    else if(!strcmp(e->what,"stall")){ s->hold_until=now_ns()+e->arg*1000000LL; }
    else if(!strcmp(e->what,"jump")){ s->skip+=e->arg; }
    else if(!strcmp(e->what,"xrun")){ s->skip+= e->arg?e->arg:(long)s->io.buffer_size; snd_pcm_ioplug_set_state(&s->io,SND_PCM_STATE_XRUN); s->running=0; } } }
static void advance(S*s){ if(!s->running||s->gone) return; int64_t n=now_ns();
  if(s->hold_until){ if(n<s->hold_until) return; int64_t d=s->hold_until; s->hold_until=0; s->base=s->hw; s->t0.tv_sec=d/1000000000; s->t0.tv_nsec=d%1000000000; }
  s->hw=s->base+(uint64_t)((n-tns(s->t0))*1e-9*s->rate*(1+s->ppm*1e-6)); run_events(s); }
static void log_start(S*s){ const char*name=getenv("ALSA_SCRIPTED_LOG"); if(!name||!*name) return; FILE*f=fopen(name,"a"); if(!f) return; struct timespec t; clock_gettime(CLOCK_REALTIME,&t);
  fprintf(f,"%llu %lld%09ld\n",(unsigned long long)(s->hw+s->skip),(long long)t.tv_sec,t.tv_nsec); fclose(f); }
static int c_start(snd_pcm_ioplug_t*io){ S*s=io->private_data; if(s->gone) return -ENODEV; clock_gettime(CLOCK_MONOTONIC,&s->t0); s->base=s->hw; s->running=1; arm(s,1); log_start(s); return 0; }
static int c_stop(snd_pcm_ioplug_t*io){ S*s=io->private_data; s->running=0; arm(s,0); return 0; }
static int c_prepare(snd_pcm_ioplug_t*io){ S*s=io->private_data; if(s->gone) return -ENODEV; if(s->susp_until){ int64_t w=s->susp_until-now_ns(); if(w>0) usleep(w/1000); s->susp_until=0; } drain_timer(s); s->app=s->start=s->hw; return 0; }
static int c_resume(snd_pcm_ioplug_t*io){ S*s=io->private_data; /* alsa-lib's ioplug ignores this return value and reports success, so the state tells the story: RUNNING or PREPARED */
  int64_t w=s->susp_until-now_ns(); if(w>0) usleep(w/1000); s->susp_until=0; if(s->resumable){ snd_pcm_ioplug_set_state(io,SND_PCM_STATE_RUNNING); return c_start(io); } snd_pcm_ioplug_set_state(io,SND_PCM_STATE_PREPARED); return 0; }
static snd_pcm_sframes_t c_pointer(snd_pcm_ioplug_t*io){ S*s=io->private_data; if(s->gone) return -ENODEV; advance(s); if(s->gone) return -ENODEV;
  if(io->state!=SND_PCM_STATE_RUNNING) return io->state==SND_PCM_STATE_XRUN?-EPIPE:(snd_pcm_sframes_t)((s->hw-s->start)%io->buffer_size);
  if(s->hw-s->app>io->buffer_size){ s->running=0; return -EPIPE; }
  return (s->hw-s->start)%io->buffer_size; }
static snd_pcm_sframes_t c_transfer(snd_pcm_ioplug_t*io,const snd_pcm_channel_area_t*ar,snd_pcm_uframes_t off,snd_pcm_uframes_t n){ S*s=io->private_data; if(s->gone) return -ENODEV;
  char*p=(char*)ar[0].addr+(ar[0].first+ar[0].step*off)/8; uint64_t f=s->app+s->skip;
  if(s->ifd>=0){ ssize_t r=pread(s->ifd,p,n*s->fb,f*s->fb); if(r<0) r=0; memset(p+r,0,n*s->fb-r); }
  else for(snd_pcm_uframes_t i=0;i<n;i++){ uint32_t v=(uint32_t)(f+i); if(s->fb==4) ((uint32_t*)p)[i]=v; else memset(p+i*s->fb,0,s->fb),memcpy(p+i*s->fb,&v,s->fb<4?s->fb:4); }
  s->app+=n; return n; }
static int c_hwp(snd_pcm_ioplug_t*io,snd_pcm_hw_params_t*p){ S*s=io->private_data; s->rate=io->rate; s->fb=snd_pcm_format_physical_width(io->format)/8*io->channels; return 0; }
static int c_revents(snd_pcm_ioplug_t*io,struct pollfd*p,unsigned n,unsigned short*re){ S*s=io->private_data; drain_timer(s); advance(s);
  if(s->gone||io->state==SND_PCM_STATE_XRUN||io->state==SND_PCM_STATE_SUSPENDED){ *re=POLLERR; return 0; }
  snd_pcm_sframes_t a=s->hw-s->app; *re=(a>=(snd_pcm_sframes_t)io->period_size)?POLLIN:0; return 0; }
static int c_delay(snd_pcm_ioplug_t*io,snd_pcm_sframes_t*d){ S*s=io->private_data; if(s->gone) return -ENODEV; advance(s); *d=s->hw-s->app; return 0; }
static int c_close(snd_pcm_ioplug_t*io){ S*s=io->private_data; close(s->tfd); if(s->ifd>=0) close(s->ifd); free(s); return 0; }
static const snd_pcm_ioplug_callback_t CB={ .start=c_start,.stop=c_stop,.pointer=c_pointer,.transfer=c_transfer,.close=c_close,.hw_params=c_hwp,.prepare=c_prepare,.resume=c_resume,.poll_revents=c_revents,.delay=c_delay };
SND_PCM_PLUGIN_DEFINE_FUNC(scripted){ snd_config_iterator_t i,next; const char*in=NULL,*script="",*id; long ppm=0,rate=44100,ch=2,e; int err; (void)root;
  snd_config_for_each(i,next,conf){ snd_config_t*n=snd_config_iterator_entry(i); if(snd_config_get_id(n,&id)<0) continue; if(!strcmp(id,"comment")||!strcmp(id,"type")||!strcmp(id,"hint")) continue;
    if(!strcmp(id,"infile")){ snd_config_get_string(n,&in); continue; } if(!strcmp(id,"script")){ snd_config_get_string(n,&script); continue; }
    const char*sv; if(snd_config_get_integer(n,&e)<0){ if(snd_config_get_string(n,&sv)<0) return -EINVAL; e=atol(sv); }
    if(!strcmp(id,"ppm")) ppm=e; else if(!strcmp(id,"rate")) rate=e; else if(!strcmp(id,"channels")) ch=e; else { SNDERR("Unknown field %s",id); return -EINVAL; } }
  if(stream!=SND_PCM_STREAM_CAPTURE){ SNDERR("scripted: capture only"); return -EINVAL; }
  const char*uf=getenv("ALSA_SCRIPTED_GONE"); if(uf&&*uf&&access(uf,F_OK)==0) return -ENODEV;
  S*s=calloc(1,sizeof*s); s->ppm=ppm; s->ifd=-1; if(in&&*in){ s->ifd=open(in,O_RDONLY|O_CLOEXEC); if(s->ifd<0){ err=-errno; SYSERR("open %s",in); free(s); return err; } }
  char*dup=strdup(script),*sp=NULL; for(char*t=strtok_r(dup," ,",&sp);t&&s->nev<32;t=strtok_r(NULL," ,",&sp)){ struct ev*v=&s->ev[s->nev]; unsigned long long at=0; long arg=0; if(sscanf(t,"%11[a-z]@%llu:%ld",v->what,&at,&arg)>=2){ v->at=at; v->arg=arg; s->nev++; } else SNDERR("bad script word %s",t); } free(dup);
  s->tfd=timerfd_create(CLOCK_MONOTONIC,TFD_NONBLOCK|TFD_CLOEXEC); s->io.version=SND_PCM_IOPLUG_VERSION; s->io.name="Scripted test capture"; s->io.callback=&CB; s->io.private_data=s; s->io.poll_fd=s->tfd; s->io.poll_events=POLLIN; s->io.mmap_rw=0; s->rate=rate;
  err=snd_pcm_ioplug_create(&s->io,name,stream,mode); if(err<0){ close(s->tfd); free(s); return err; }
  static const unsigned acc[]={SND_PCM_ACCESS_RW_INTERLEAVED,SND_PCM_ACCESS_MMAP_INTERLEAVED}, fm[]={SND_PCM_FORMAT_S16_LE,SND_PCM_FORMAT_S24_3LE,SND_PCM_FORMAT_S32_LE};
  snd_pcm_ioplug_set_param_list(&s->io,SND_PCM_IOPLUG_HW_ACCESS,2,acc); snd_pcm_ioplug_set_param_list(&s->io,SND_PCM_IOPLUG_HW_FORMAT,3,fm);
  snd_pcm_ioplug_set_param_minmax(&s->io,SND_PCM_IOPLUG_HW_CHANNELS,ch,ch); snd_pcm_ioplug_set_param_minmax(&s->io,SND_PCM_IOPLUG_HW_RATE,rate,rate);
  snd_pcm_ioplug_set_param_minmax(&s->io,SND_PCM_IOPLUG_HW_PERIODS,2,64); snd_pcm_ioplug_set_param_minmax(&s->io,SND_PCM_IOPLUG_HW_PERIOD_BYTES,64,1<<20); snd_pcm_ioplug_set_param_minmax(&s->io,SND_PCM_IOPLUG_HW_BUFFER_BYTES,256,1<<22);
  *pcmp=s->io.pcm; return 0; }
SND_PCM_PLUGIN_SYMBOL(scripted);
