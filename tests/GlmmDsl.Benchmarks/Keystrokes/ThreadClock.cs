using System.Diagnostics;
using System.Runtime.InteropServices;

namespace GlmmDsl.Benchmarks.Keystrokes;

/// <summary>
/// The processor time of the calling thread and the memory it has allocated: what other threads do meanwhile, the runtime's compiler among them, and other programs, are not in it.
/// </summary>
internal static partial class ThreadClock
{
    private const int ThreadTime = 3;

    /// <summary>The processor time of the calling thread in nanoseconds; of the whole process where the system does not tell.</summary>
    public static long Nanoseconds()
    {
        if (!OperatingSystem.IsLinux())
        {
            using var process = Process.GetCurrentProcess();
            return (long)process.TotalProcessorTime.TotalNanoseconds;
        }

        _ = ClockTime(ThreadTime, out Moment moment);
        return (moment.Seconds * 1_000_000_000) + moment.Nanoseconds;
    }

    /// <summary>What a piece of work takes of the calling thread, on which it runs to its end.</summary>
    public static Cost Of(Action work)
    {
        (long time, long memory) = (Nanoseconds(), GC.GetAllocatedBytesForCurrentThread());
        work();
        return new Cost((Nanoseconds() - time) / 1e6, (GC.GetAllocatedBytesForCurrentThread() - memory) / 1e3);
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int ClockTime(int clock, out Moment moment);

    [StructLayout(LayoutKind.Sequential)]
    private struct Moment
    {
        public long Seconds;
        public long Nanoseconds;
    }
}

/// <summary>What something takes.</summary>
/// <param name="Milliseconds">Processor time.</param>
/// <param name="Kilobytes">Memory allocated.</param>
internal readonly record struct Cost(double Milliseconds, double Kilobytes);
