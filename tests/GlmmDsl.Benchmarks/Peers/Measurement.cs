using System.Diagnostics;
using System.Runtime;

namespace GlmmDsl.Benchmarks.Peers;

/// <summary>The cost of one run of a piece of work, after warm-up.</summary>
/// <param name="CpuSeconds">CPU seconds, all threads together, garbage collection included: the median of batches of about half a second; of long work that of its one run.</param>
/// <param name="AllocatedBytes">Bytes allocated by all threads.</param>
/// <param name="Result">The result of the run.</param>
internal readonly record struct Measurement(double CpuSeconds, long AllocatedBytes, WorkResult Result)
{
    /// <summary>Work of more seconds is done once: what is compiled meanwhile does not count beside it.</summary>
    private const double Long = 4;

    /// <summary>Measures a piece of work.</summary>
    public static Measurement Of(PeerWork work) => Of(work.Run);

    /// <summary>Measures anything that is done again and again.</summary>
    public static Measurement Of(Func<WorkResult> work)
    {
        long begun = GC.GetTotalAllocatedBytes(precise: true);
        TimeSpan first = Processor();
        WorkResult result = work();
        double once = (Processor() - first).TotalSeconds;
        if (once > Long)
        {
            return new(once, GC.GetTotalAllocatedBytes(precise: true) - begun, result);
        }

        var watch = Stopwatch.StartNew();
        int warm = 0;

        // A method is compiled for good after some sixty calls, in the background, which a busy machine delays: two seconds of the processor's time, not
        // the clock's, and one in which nothing was compiled, or the compiler's time is counted as the work's. Work that takes a second is not repeated so
        // often.
        TimeSpan start = Processor(), now = start, settled = start;
        long compiled = JitInfo.GetCompiledMethodCount();
        while ((now - start).TotalSeconds < 2 || ((warm < 100 || (now - settled).TotalSeconds < 1) && watch.Elapsed.TotalSeconds < 30))
        {
            result = work();
            warm++;
            now = Processor();
            if (JitInfo.GetCompiledMethodCount() is long count && count != compiled)
            {
                (compiled, settled) = (count, now);
            }
        }

        double each = (now - start).TotalSeconds / Math.Max(1, warm);
        int batch = Math.Clamp((int)Math.Ceiling(0.5 / Math.Max(each, 1e-9)), 1, 100_000);
        var seconds = new double[5];
        long allocated = 0;
        for (int i = 0; i < seconds.Length; i++)
        {
            GC.Collect();
            long bytes = GC.GetTotalAllocatedBytes(precise: true);
            TimeSpan before = Processor();
            for (int j = 0; j < batch; j++)
            {
                result = work();
            }

            seconds[i] = (Processor() - before).TotalSeconds / batch;
            allocated = (GC.GetTotalAllocatedBytes(precise: true) - bytes) / batch;
        }

        Array.Sort(seconds);
        return new(seconds[seconds.Length / 2], allocated, result);
    }

    private static TimeSpan Processor()
    {
        using var process = Process.GetCurrentProcess();
        return process.TotalProcessorTime;
    }
}
