#!/bin/bash
# The first process of the UML kernel, whose root is the host's, for reading: puts a file system in memory over it, and
# runs the job that the kernel's command line names. Its result goes to /out, which is a directory of the host.
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/tmp LC_ALL=C.UTF-8
self=$(readlink -f "$0")
mount -t proc proc /proc
out=$(sed -n 's/.*out=\([^ ]*\).*/\1/p' /proc/cmdline)
job=$(sed -n 's/.*job=\([^ ]*\).*/\1/p' /proc/cmdline)
if [ -z "${SECOND_STAGE:-}" ]; then
  mount -t tmpfs rw /mnt
  mkdir -p /mnt/upper /mnt/work /mnt/root
  mount -t overlay -o lowerdir=/,upperdir=/mnt/upper,workdir=/mnt/work root /mnt/root
  mkdir -p /mnt/root/out
  mount -t hostfs -o "$out" none /mnt/root/out
  mount -t proc proc /mnt/root/proc
  mount -t sysfs sys /mnt/root/sys
  mount -t devtmpfs dev /mnt/root/dev
  mkdir -p /mnt/root/dev/shm /mnt/root/dev/pts
  mount -t tmpfs shm /mnt/root/dev/shm
  mount -t tmpfs run /mnt/root/run
  SECOND_STAGE=1 exec chroot /mnt/root /bin/bash "$self"
fi
ip link set lo up
bash -eu "$job"
echo $? > /out/code
sync
/bin/busybox poweroff -f
sleep 5
