#!/usr/bin/env bash
# Builds a User-Mode-Linux kernel with ALSA, snd-aloop and snd-dummy in it: real hw: devices without hardware.
#
#   core/src/test/rig/uml/build.sh DIRECTORY     writes DIRECTORY/linux.uml; about ten minutes on two cores
#
# Debian's user-mode-linux has no sound, so it is built from Debian's source. Needs (apt): gcc make flex bison bc
# libelf-dev linux-source-6.1
set -euo pipefail
directory=$1
mkdir -p "$directory"
cd "$directory"
rm -rf linux-source-6.1 build
tar xf /usr/src/linux-source-6.1.tar.xz
cd linux-source-6.1

# ALSA is hidden from UML, but these two drivers need nothing that it lacks.
sed -i 's/^if !UML$/if SOUND/' sound/Kconfig

# Registers of processors with wide vectors are larger than the 2696 bytes that are reserved, and the host takes them
# back in their whole length only: ask it for the length. They are also put on the kernel's stacks.
sed -i 's/DEFINE_LONGS(HOST_FP_SIZE, 2696)/DEFINE_LONGS(HOST_FP_SIZE, 12288)/' arch/x86/um/user-offsets.c
sed -i '/config KERNEL_STACK_ORDER/,/help/ s/default 2 if 64BIT/default 4 if 64BIT/' arch/um/Kconfig
sed -i -e 's/^int have_xstate_support;/&\nstatic unsigned long host_xstate_bytes = FP_SIZE * sizeof(unsigned long);/' \
  -e '/^int restore_fp_registers/,/^}/ s/iov_len = FP_SIZE \* sizeof(unsigned long)/iov_len = host_xstate_bytes/' \
  -e '/^void arch_init_registers/,/^}/ s/have_xstate_support = 1;/{ & host_xstate_bytes = iov.iov_len; }/' \
  arch/x86/um/os-Linux/registers.c

for option in 64BIT BINFMT_ELF BINFMT_SCRIPT PRINTK HIGH_RES_TIMERS NO_HZ_IDLE HZ_1000 POSIX_TIMERS FUTEX EPOLL \
  EVENTFD SIGNALFD TIMERFD AIO SHMEM TMPFS DEVTMPFS PROC_FS SYSFS MULTIUSER FILE_LOCKING ADVISE_SYSCALLS MEMBARRIER \
  NET UNIX INET SYSVIPC SUSPEND PM_DEBUG HOSTFS OVERLAY_FS STDERR_CONSOLE STDIO_CONSOLE FD_CHAN NULL_CHAN TTY \
  UNIX98_PTYS SOUND SND SND_TIMER SND_PCM SND_PROC_FS SND_VERBOSE_PROCFS SND_HRTIMER SND_DRIVERS SND_DUMMY SND_ALOOP \
  VIRTIO_UML VIRTIO_MENU UML_PCI_OVER_VIRTIO PCI; do
  echo "CONFIG_$option=y"
done > ../uml.config
mkdir ../build
KCONFIG_ALLCONFIG=../uml.config make ARCH=um O=../build allnoconfig > ../build.log
make ARCH=um O=../build -j"$(nproc)" linux >> ../build.log 2>&1
strip -o ../linux.uml ../build/linux
cd ..
rm -rf linux-source-6.1 build
