using System.Diagnostics;
using System.Globalization;

namespace GlmmDsl.Benchmarks.Keystrokes;

/// <summary>
/// What a keystroke costs in an editor: the generator's run, the compiler's part of it included, and the rules' own code over the edited file, in milliseconds of processor time of
/// the thread that does it and kilobytes it allocates. The compiler's binding is not the rules': an analyzer before them requests the same information, so that they find it made.
/// A compiler or an editor's server runs for hours, and the runtime compiles what runs often once more: edits before the measured ones give it the occasion.
/// </summary>
internal static class KeystrokeBenchmark
{
    private const int GeneratorsWarmEdits = 100;
    private const int WarmEdits = 40;
    private const int MeasuredEdits = 100;
    private const int FewestEdits = 10;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    /// <summary>Runs the benchmark on all files, or on those of the given names.</summary>
    public static int Run(IReadOnlyCollection<string> names)
    {
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"CPU ms and kB allocated an edit, after {GeneratorsWarmEdits} edits that only the generator sees and {WarmEdits} that the rules see too, which are not measured: median and 95th percentile of {MeasuredEdits} edits, of as many as {Longest.TotalSeconds:F0} s of CPU time allow where a file strains the compiler"));
        Console.WriteLine("                              generator                   rules             compiler  first edit");
        Console.WriteLine("                          ms    95 %      kB        ms    95 %      kB    binding  generator   rules  edits");
        foreach (EditedSource source in EditedSource.All(Root()).Where(source => names.Count == 0 || names.Contains(source.Name)))
        {
            Measure(source);
        }

        return 0;
    }

    private static void Measure(EditedSource source)
    {
        var session = new EditorSession(source);
        (Cost firstRun, Cost firstRules) = (session.Generate(), session.Analyze());
        var generator = new List<Cost>();
        var rules = new List<Cost>();
        var binding = new List<double>();
        TimeSpan begun = Environment.CpuUsage.TotalTime;
        int warm = 0;
        for (; warm < GeneratorsWarmEdits && Environment.CpuUsage.TotalTime - begun < Longest / 4; warm++)
        {
            session.Edit(source.ChangeAt(warm));
            session.Generate();
        }

        for (int edit = 0; edit < WarmEdits + MeasuredEdits; edit++)
        {
            TimeSpan spent = Environment.CpuUsage.TotalTime - begun;
            bool isLong = spent > Longest;
            if (isLong && generator.Count >= FewestEdits)
            {
                break;
            }

            session.Edit(source.ChangeAt(warm + edit));
            Cost made = session.Generate();
            TimeSpan before = Environment.CpuUsage.TotalTime;
            Cost own = session.Analyze();
            double all = (Environment.CpuUsage.TotalTime - before).TotalMilliseconds;
            if (edit >= WarmEdits || spent > Longest / 2)
            {
                generator.Add(made);
                rules.Add(own);
                binding.Add(all - own.Milliseconds);
            }
            else if (edit == WarmEdits - 10)
            {
                // Nobody types without a pause, and in a pause the runtime compiles.
                Thread.Sleep(500);
            }
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{source.Name,-22} {In(generator)}  {In(rules)} {At(binding, 0.5),10:F1} {firstRun.Milliseconds,10:F0} {firstRules.Milliseconds,7:F0} {generator.Count,6}"));
    }

    /// <summary>
    /// Types into a file of a hundred models for as many edits, one word in ten of them in a formula, and prints time and memory as they go: neither may grow.
    /// </summary>
    public static int RunLong(int edits)
    {
        const int analyzed = 50;
        EditedSource[] sources = [.. EditedSource.All(Root()).Where(source => source.Name is "100-models" or "formula").OrderBy(source => source.Name, StringComparer.Ordinal)];
        var session = new EditorSession(sources[0]);
        int report = Math.Max(1, edits / 10), word = sources[1].Typing.Length * 2;
        var generator = new List<Cost>();
        var rules = new List<Cost>();
        double peak = 0;
        Console.WriteLine(FormattableString.Invariant($"CPU ms and kB an edit, median and 95th percentile; rules at every {analyzed}th edit; memory after a full collection at each line, and the largest before one at any edit"));
        Console.WriteLine("    edits            generator                   rules             managed MB   largest MB   s");
        long begun = Stopwatch.GetTimestamp();
        for (int edit = 0; edit < edits; edit++)
        {
            // A word is typed and taken away again, so that the file stays as long as it is.
            session.Edit(sources[edit / word % 10 == 9 ? 1 : 0].ChangeAt(edit % word));
            generator.Add(session.Generate());
            if ((edit + 1) % analyzed == 0)
            {
                rules.Add(session.Analyze());
            }

            peak = Math.Max(peak, GC.GetTotalMemory(forceFullCollection: false) / 1e6);
            if ((edit + 1) % report == 0)
            {
                double memory = GC.GetTotalMemory(forceFullCollection: true) / 1e6;
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{edit + 1,9}  {In(generator)}  {In(rules)} {memory,12:F1} {peak,12:F1} {Stopwatch.GetElapsedTime(begun).TotalSeconds,6:F0}"));
                generator.Clear();
                rules.Clear();
                peak = 0;
            }
        }

        return 0;
    }

    private static string In(List<Cost> costs) => costs.Count == 0 ? new string(' ', 23) : string.Create(
        CultureInfo.InvariantCulture, $"{At(costs.Select(c => c.Milliseconds), 0.5),7:F1} {At(costs.Select(c => c.Milliseconds), 0.95),7:F1} {At(costs.Select(c => c.Kilobytes), 0.5),7:F0}");

    private static double At(IEnumerable<double> values, double part)
    {
        double[] sorted = [.. values.Order()];
        return sorted[(int)Math.Min(sorted.Length - 1, part * sorted.Length)];
    }

    private static string Root()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "GlmmDsl.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException("The benchmark reads the repository's sources: run it from inside the repository.");
    }
}
