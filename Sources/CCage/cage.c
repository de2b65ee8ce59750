// SPDX-License-Identifier: EUPL-1.2
#define _GNU_SOURCE
#include "CCage.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

// Numbers of the kernel's interface that headers of older distributions lack; they are the same on each architecture.
enum { CREATE_RULESET = 444, ADD_RULE = 445, RESTRICT_SELF = 446, CLOSE_RANGE = 436, IO_URING_SETUP = 425 };
enum { PATH_BENEATH = 1, VERSION = 1 };

static const uint64_t EXECUTE = 1 << 0, WRITE_FILE = 1 << 1, READ_FILE = 1 << 2, READ_DIR = 1 << 3, REMOVE_DIR = 1 << 4,
                      REMOVE_FILE = 1 << 5, MAKE_DIR = 1 << 7, MAKE_REG = 1 << 8, REFER = 1 << 13, TRUNCATE = 1 << 14,
                      IOCTL_DEVICE = 1 << 15;
static const uint64_t FIRST_VERSION = (1 << 13) - 1;

struct ruleset {
    uint64_t files, network, scoped;
};

struct __attribute__((packed)) path_rule {
    uint64_t allowed;
    int32_t parent;
};

int cage_version(void) {
    long version = syscall(CREATE_RULESET, NULL, 0, VERSION);
    return version > 0 ? (int)version : 0;
}

/// Lets through what lies below a path; what is not there needs no rule.
static int allow(int rules, const char *path, uint64_t access) {
    int parent = open(path, O_PATH | O_CLOEXEC);
    if (parent < 0) return errno == ENOENT ? 0 : -1;
    struct stat about;
    if (fstat(parent, &about) != 0) return -1;
    if (!S_ISDIR(about.st_mode)) access &= EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | IOCTL_DEVICE;
    struct path_rule rule = {.allowed = access, .parent = parent};
    int result = (int)syscall(ADD_RULE, rules, PATH_BENEATH, &rule, 0);
    close(parent);
    return result;
}

static int close_files(int version, const char *const readable[], const char *work) {
    uint64_t handled = FIRST_VERSION | (version >= 2 ? REFER : 0) | (version >= 3 ? TRUNCATE : 0)
        | (version >= 5 ? IOCTL_DEVICE : 0);
    struct ruleset set = {.files = handled, .network = version >= 4 ? 3 : 0, .scoped = version >= 6 ? 3 : 0};
    size_t size = version >= 6 ? 24 : version >= 4 ? 16 : 8;
    int rules = (int)syscall(CREATE_RULESET, &set, size, 0);
    if (rules < 0) return -1;
    for (; *readable; readable++)
        if (allow(rules, *readable, EXECUTE | READ_FILE | READ_DIR) != 0) return -1;
    uint64_t own = READ_FILE | READ_DIR | WRITE_FILE | REMOVE_FILE | REMOVE_DIR | MAKE_REG | MAKE_DIR | TRUNCATE;
    if (allow(rules, work, own & handled) != 0) return -1;
    if (allow(rules, "/dev/null", READ_FILE | WRITE_FILE) != 0) return -1;
    int result = (int)syscall(RESTRICT_SELF, rules, 0);
    close(rules);
    return result;
}

#if defined(__x86_64__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

/// Calls that a program that turns one file into another does not need, and that reach beyond it.
static const uint32_t refused[] = {
    // sockets of any kind, and what makes them without being asked by name
    SYS_socket, SYS_socketpair, IO_URING_SETUP,
    // other processes
    SYS_kill, SYS_ptrace, SYS_process_vm_readv, SYS_process_vm_writev, SYS_setns, SYS_unshare, SYS_mount, SYS_chroot,
    // rights and marks of files, which Landlock does not know
    SYS_fchmodat, SYS_fchownat, SYS_truncate, SYS_setxattr, SYS_lsetxattr, SYS_removexattr, SYS_lremovexattr,
    SYS_keyctl, SYS_add_key, SYS_bpf, SYS_perf_event_open, SYS_userfaultfd,
#if defined(__x86_64__)
    SYS_chmod, SYS_chown, SYS_lchown,
#endif
};

enum { REFUSED = sizeof refused / sizeof refused[0] };

/// Puts the filter of calls in place; on an architecture that is not known here it fails.
static int close_calls(void) {
#ifdef ARCHITECTURE
    struct sock_filter filter[2 * REFUSED + 8];
    unsigned short count = 0;
    filter[count++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch));
    filter[count++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ARCHITECTURE, 1, 0);
    filter[count++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS);
    filter[count++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr));
    // the second numbering of x86-64 would pass by the list
    filter[count++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 0, 1);
    filter[count++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM);
    for (int i = 0; i < REFUSED; i++) {
        filter[count++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, refused[i], 0, 1);
        filter[count++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM);
    }
    filter[count++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
    struct sock_fprog program = {.len = count, .filter = filter};
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0);
#else
    errno = ENOSYS;
    return -1;
#endif
}

static int limit(int resource, uint64_t value) {
    struct rlimit both = {.rlim_cur = value, .rlim_max = value};
    return setrlimit(resource, &both);
}

/// In the child: only calls that are safe between fork and exec. Returns when something failed.
static void enter(
    const char *program, char *const arguments[], char *const environment[], const char *const readable[],
    const char *work, int output, int errors, struct cage_limits limits, int report, int version) {
    int null = open("/dev/null", O_RDONLY);
    // what was handed in may lie where the three are: they are put above first
    int in = fcntl(null, F_DUPFD, 10), out = fcntl(output, F_DUPFD, 10), err = fcntl(errors, F_DUPFD, 10);
    int back = fcntl(report, F_DUPFD_CLOEXEC, 10);
    if (in < 0 || out < 0 || err < 0 || back < 0) return;
    if (dup2(in, 0) < 0 || dup2(out, 1) < 0 || dup2(err, 2) < 0 || dup3(back, 3, O_CLOEXEC) < 0) return;
    if (syscall(CLOSE_RANGE, 4, ~0U, 0) != 0) return;
    if (setsid() < 0 || chdir(work) != 0 || prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) return;
    if (limit(RLIMIT_AS, limits.memory) != 0 || limit(RLIMIT_FSIZE, limits.file) != 0) return;
    if (limit(RLIMIT_CPU, limits.cpu) != 0 || limit(RLIMIT_NOFILE, 256) != 0 || limit(RLIMIT_CORE, 0) != 0) return;
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return;
    if (close_files(version, readable, work) != 0 || close_calls() != 0) return;
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    execve(program, arguments, environment);
}

struct cage_end cage_run(
    const char *program, char *const arguments[], char *const environment[], const char *const readable[],
    const char *work, int output, int errors, struct cage_limits limits) {
    struct cage_end end = {0};
    int version = cage_version();
    int report[2];
    if (version == 0) {
        end.fault = ENOSYS;
        return end;
    }
    if (pipe2(report, O_CLOEXEC) != 0) {
        end.fault = errno;
        return end;
    }
    // not fork: libraries hang handlers on it, and one of PROJ waits in the child for a lock that another thread of ours held
    pid_t child = _Fork();
    if (child == 0) {
        enter(program, arguments, environment, readable, work, output, errors, limits, report[1], version);
        int fault = errno;
        ssize_t written = write(3, &fault, sizeof fault);
        if (written != sizeof fault) written = write(report[1], &fault, sizeof fault);
        _exit(127);
    }
    int fault = errno;
    close(report[1]);
    if (child < 0) {
        close(report[0]);
        end.fault = fault;
        return end;
    }
    fault = 0;
    // the end of the pipe is closed by the program's start; who never gets there is ended by the same clock
    struct pollfd told = {.fd = report[0], .events = POLLIN};
    int ready;
    do { ready = poll(&told, 1, (int)limits.wall * 1000); } while (ready < 0 && errno == EINTR);
    if (ready > 0) {
        while (read(report[0], &fault, sizeof fault) < 0 && errno == EINTR) {}
    } else {
        end.is_late = 1;
        kill(child, SIGKILL);
    }
    close(report[0]);
    end.fault = fault;
    struct timespec pause = {.tv_nsec = 2000000};
    struct timespec begin, now;
    clock_gettime(CLOCK_MONOTONIC, &begin);
    while (1) {
        pid_t done = waitpid(child, &end.status, WNOHANG);
        if (done == child || (done < 0 && errno != EINTR)) return end;
        clock_gettime(CLOCK_MONOTONIC, &now);
        if (!end.is_late && now.tv_sec - begin.tv_sec >= (time_t)limits.wall) {
            end.is_late = 1;
            kill(-child, SIGKILL);
            kill(child, SIGKILL);
        }
        nanosleep(&pause, NULL);
        if (pause.tv_nsec < 20000000) pause.tv_nsec += 1000000;
    }
}
