using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace GlmmDsl.Benchmarks.Peers;

/// <summary>Times works on both sides and prints a line each.</summary>
internal static class PeerRunner
{
    /// <summary>Runs the named works (all when none is named); returns the process's exit code.</summary>
    public static int Run(IReadOnlyDictionary<string, Func<PeerWork>> works, IReadOnlyList<string> names, bool json, string referenceFolder)
    {
        string[] unknown = [.. names.Except(works.Keys)];
        if (unknown.Length > 0)
        {
            Console.Error.WriteLine($"There is no work named {string.Join(", ", unknown)}; there are {string.Join(", ", works.Keys)}.");
            return 2;
        }

        foreach (string name in names.Count == 0 ? works.Keys : names)
        {
            PeerWork work = works[name]();
            (double cpu, WorkResult result) = Measure(work);
            (double CpuSeconds, double Minus2LogLik)? peer = RPeer.Run(work, referenceFolder);
            Print(work, cpu, result, peer, json);
        }

        return 0;
    }

    /// <summary>CPU seconds of one run, all threads together, garbage collection included: the median of batches of about a second.</summary>
    private static (double Cpu, WorkResult Result) Measure(PeerWork work)
    {
        WorkResult result = work.Run();
        var watch = Stopwatch.StartNew();
        int warm = 0;
        // Tiered compilation has settled after some dozen runs or two seconds, whichever comes last for short work.
        while (watch.Elapsed.TotalSeconds < 2 && warm < 2000)
        {
            result = work.Run();
            warm++;
        }

        double each = watch.Elapsed.TotalSeconds / Math.Max(1, warm);
        int batch = Math.Clamp((int)Math.Ceiling(0.5 / Math.Max(each, 1e-9)), 1, 100_000);
        var seconds = new double[5];
        for (int i = 0; i < seconds.Length; i++)
        {
            GC.Collect();
            TimeSpan before = Process.GetCurrentProcess().TotalProcessorTime;
            for (int j = 0; j < batch; j++)
            {
                result = work.Run();
            }

            seconds[i] = (Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds / batch;
        }

        Array.Sort(seconds);
        return (seconds[seconds.Length / 2], result);
    }

    private static void Print(PeerWork work, double cpu, WorkResult result, (double CpuSeconds, double Minus2LogLik)? peer, bool json)
    {
        double? ratio = peer?.CpuSeconds / cpu;
        if (json)
        {
            using var stream = new MemoryStream();
            using (var writer = new Utf8JsonWriter(stream))
            {
                writer.WriteStartObject();
                writer.WriteString("work", work.Name);
                writer.WriteNumber("cpuSeconds", cpu);
                writer.WriteNumber("minus2LogLik", result.Minus2LogLik);
                writer.WriteNumber("evaluations", result.Evaluations);
                writer.WriteNumber("gradients", result.Gradients);
                if (peer is { } p)
                {
                    writer.WriteString("peer", work.Peer);
                    writer.WriteNumber("peerCpuSeconds", p.CpuSeconds);
                    writer.WriteNumber("peerMinus2LogLik", p.Minus2LogLik);
                    writer.WriteNumber("ratio", ratio!.Value);
                }
                else
                {
                    foreach (string name in new[] { "peer", "peerCpuSeconds", "peerMinus2LogLik", "ratio" })
                    {
                        writer.WriteNull(name);
                    }
                }

                writer.WriteEndObject();
            }

            Console.WriteLine(System.Text.Encoding.UTF8.GetString(stream.ToArray()));
            return;
        }

        Console.WriteLine($"{work.Name}: {work.Description}");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"  GlmmDsl  {cpu,12:G4} s CPU   -2 log L {result.Minus2LogLik:F6}   {result.Evaluations} evaluations, {result.Gradients} gradients"));
        Console.WriteLine(peer is { } other
            ? string.Create(CultureInfo.InvariantCulture, $"  {work.Peer,-8} {other.CpuSeconds,12:G4} s CPU   -2 log L {other.Minus2LogLik:F6}   {ratio:F1} times as long")
            : $"  {work.Peer} is not here: our side alone");
    }
}
