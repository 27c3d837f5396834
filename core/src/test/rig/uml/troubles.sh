# What happens to real cards: a recorder that stands still, a machine that sleeps, a card that is pulled and put back;
# and two recorders at one card by dsnoop. In /out/job.env: LAUNCHER, COUNTER.
. /out/job.env
cd /tmp
cp /out/*.toml .
cat > .asoundrc << 'EOF'
pcm.shared {
  type dsnoop
  ipc_key 2026
  slave { pcm "hw:CARD=Loopback,DEV=0,SUBDEV=1" format S16_LE rate 44100 channels 2 period_size 4410 buffer_size 88200 }
}
EOF
play() {
  "$COUNTER" hw:CARD=Loopback,DEV=1,SUBDEV=0 44100 > "/out/card.$1.times" &
  "$COUNTER" hw:CARD=Loopback,DEV=1,SUBDEV=1 44100 > "/out/shared.$1.times" &
}
recorded() { # FILE of SOURCE has grown
  for _ in $(seq 200); do
    [ -n "$(find "$1" -name "$2_*" -size +8k 2> /dev/null)" ] && return
    sleep 0.2
  done
  return 1
}
play 1
sleep 1
"$LAUNCHER" record -c one.toml > /out/one.log 2>&1 &
one=$!
"$LAUNCHER" record -c two.toml > /out/two.log 2>&1 &
two=$!
recorded one card
recorded one first
recorded two second
"$LAUNCHER" devices > /out/devices.txt 2>&1

kill -STOP $one
sleep 6
kill -CONT $one
sleep 5

echo devices > /sys/power/pm_test
echo "$(date +%s.%N) sleeps" >> /out/events
echo mem > /sys/power/state
echo "$(date +%s.%N) wakes" >> /out/events
sleep 6

driver=/sys/bus/platform/drivers/snd_aloop
echo "$(date +%s.%N) unplugged" >> /out/events
echo snd_aloop.0 > $driver/unbind
sleep 3
echo snd_aloop.0 > $driver/bind
echo "$(date +%s.%N) plugged" >> /out/events
sleep 0.3
play 2
sleep 15

kill -TERM $one $two
wait $one $two
kill %1 %2 %5 %6 2> /dev/null || true
cp -r one two /out/
