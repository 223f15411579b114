using System.Diagnostics;

namespace GlmmDsl.Benchmarks.Resampling;

/// <summary>
/// What a second thread is worth. On a machine that others use, two threads may get no more of the processors than one: then arithmetic alone, which shares nothing,
/// is no faster either, and only the processor's time tells whether the threads hinder each other.
/// </summary>
internal static class Threads
{
    private const int Rounds = 7;

    /// <summary>Compares work on one thread and on two, in turns; returns a sentence.</summary>
    /// <param name="what">The name of the work.</param>
    /// <param name="work">Does it on a number of threads.</param>
    public static string Compare(string what, Action<int> work)
    {
        List<(double Wall, double Cpu)> one = [], two = [], alone = [], together = [];
        for (int round = 0; round < Rounds; round++)
        {
            one.Add(Time(() => work(1)));
            two.Add(Time(() => work(2)));
            alone.Add(Time(() => Arithmetic(2)));
            together.Add(Time(() => Parallel.For(0, 2, _ => Arithmetic(1))));
        }

        return FormattableString.Invariant(
            $"{what} on 1 thread {Best(one):F3} s, on 2 threads {Best(two):F3} s of wall time: {Best(one) / Best(two):F2} times as fast, where arithmetic alone is {Best(alone) / Best(together):F2} times as fast on this machine now; CPU time {Least(one):F3} and {Least(two):F3} s ({Environment.ProcessorCount} cores, best of {Rounds})");
    }

    private static double Best(List<(double Wall, double Cpu)> times) => times.Min(t => t.Wall);

    private static double Least(List<(double Wall, double Cpu)> times) => times.Min(t => t.Cpu);

    private static (double Wall, double Cpu) Time(Action work)
    {
        TimeSpan before = Environment.CpuUsage.TotalTime;
        var clock = Stopwatch.StartNew();
        work();
        return (clock.Elapsed.TotalSeconds, (Environment.CpuUsage.TotalTime - before).TotalSeconds);
    }

    private static double Arithmetic(int times)
    {
        double x = 1;
        for (int i = 0; i < times * 60_000_000; i++)
        {
            x = (x * 1.0000001) + 1e-9;
        }

        return x;
    }
}
