# Two pairs of cards whose one end plays a counter, recorded at the other end; the second one's clock is 1 % too fast.
# In /out/job.env: LAUNCHER, COUNTER, LENGTH.
. /out/job.env
cd /tmp
cp /out/isr.toml .
amixer -q -c Loopback cset "iface=PCM,name='PCM Rate Shift 100000',device=0,subdevice=1" 101000
amixer -q -c Loopback cset "iface=PCM,name='PCM Rate Shift 100000',device=1,subdevice=1" 101000
"$COUNTER" hw:CARD=Loopback,DEV=1,SUBDEV=0 44100 > /out/wav.times &
"$COUNTER" hw:CARD=Loopback,DEV=1,SUBDEV=1 44100 > /out/flac.times &
sleep 1
"$LAUNCHER" record -c isr.toml --for "${LENGTH}s" > /out/isr.log 2>&1
kill %1 %2
cp -r recordings /out/
