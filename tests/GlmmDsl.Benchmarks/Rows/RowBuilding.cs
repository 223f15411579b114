using System.Diagnostics;
using System.Globalization;

namespace GlmmDsl.Benchmarks.Rows;

/// <summary>A row of a typed model: five numbers, an enum, a text.</summary>
public sealed record Measurement(double Y, double A, double B, int C, float D, Arm Arm, string Subject);

/// <summary>The enum of a <see cref="Measurement"/>.</summary>
public enum Arm
{
    /// <summary>The reference.</summary>
    Placebo,

    /// <summary>A low dose.</summary>
    Low,

    /// <summary>A high dose.</summary>
    High,
}

/// <summary>A model that uses every column.</summary>
[LinearMixedModel<Measurement>("Y ~ A + B + C + D + Arm + (1 | Subject)")]
public sealed partial class MeasurementModel;

/// <summary>How long the generated reader takes from rows to columns.</summary>
internal static class RowBuilding
{
    private const int RowCount = 1_000_000;
    private const int Repetitions = 15;

    /// <summary>Measures and prints the fastest and the middle of several runs.</summary>
    public static int Run()
    {
        var simulation = new Simulation(1);
        string[] subjects = [.. Enumerable.Range(0, 1000).Select(i => "subject " + i.ToString(CultureInfo.InvariantCulture))];
        var rows = new Measurement[RowCount];
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i] = new Measurement(simulation.Uniform(), simulation.Uniform(), simulation.Uniform(), i % 100, i % 7, (Arm)(i % 3), subjects[i * 17 % subjects.Length]);
        }

        (double Elapsed, double Processor)[] runs = [.. Enumerable.Range(0, Repetitions).Select(_ => Measure(rows))];
        double[] milliseconds = [.. runs.Select(r => r.Elapsed).Order()];
        double[] processor = [.. runs.Select(r => r.Processor).Order()];
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"rows to columns, {RowCount} rows of 5 numbers, an enum and a text: fastest {milliseconds[0]:F1} ms, middle {milliseconds[Repetitions / 2]:F1} ms; of processor time {processor[0]:F1} ms, {processor[Repetitions / 2]:F1} ms"));
        return 0;
    }

    /// <summary>The fit reports before it builds the design: what has passed until then is the reader's time. The rest of the fit is cancelled.</summary>
    private static (double Elapsed, double Processor) Measure(Measurement[] rows)
    {
        using var cancellation = new CancellationTokenSource();
        using var process = Process.GetCurrentProcess();
        TimeSpan before = process.TotalProcessorTime;
        var watch = Stopwatch.StartNew();
        var stop = new StopAtFirstReport(watch, cancellation);
        try
        {
            MeasurementModel.FitReml(rows, progress: stop, cancellationToken: cancellation.Token);
        }
        catch (OperationCanceledException)
        {
            // As asked.
        }

        // On a busy machine the clock counts other programs too.
        process.Refresh();
        return (watch.Elapsed.TotalMilliseconds, (process.TotalProcessorTime - before).TotalMilliseconds);
    }

    private sealed class StopAtFirstReport(Stopwatch watch, CancellationTokenSource cancellation) : IProgress<FitProgress>
    {
        public void Report(FitProgress value)
        {
            watch.Stop();
            cancellation.Cancel();
        }
    }
}
