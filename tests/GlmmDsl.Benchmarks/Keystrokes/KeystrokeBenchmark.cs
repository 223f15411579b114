using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using GlmmDsl.Analyzers;
using GlmmDsl.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace GlmmDsl.Benchmarks.Keystrokes;

/// <summary>
/// What a keystroke costs in an editor: the generator's run, and the rules' own code over the edited file, in milliseconds of processor time. The compiler's
/// binding is not the rules': an analyzer before them requests the same information, so that they find it made. Run with <c>DOTNET_TieredCompilation=0</c>: an editor
/// has long compiled what it runs at every keystroke.
/// </summary>
internal static class KeystrokeBenchmark
{
    private const int Edits = 15;
    private const int Fewest = 3;
    private const int Warming = 3;
    private const double MostSpent = 30_000;

    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.Latest);
    private static readonly CSharpCompilationOptions Options = new(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable);

    private static readonly ImmutableArray<TimedAnalyzer> Rules =
    [
        .. typeof(ModelAnalyzer).Assembly.GetTypes()
            .Where(type => !type.IsAbstract && typeof(DiagnosticAnalyzer).IsAssignableFrom(type))
            .Select(type => new TimedAnalyzer((DiagnosticAnalyzer)Activator.CreateInstance(type)!)),
    ];

    /// <summary>Runs the benchmark on all files, or on those of the given names.</summary>
    public static int Run(IReadOnlyCollection<string> names)
    {
        Console.WriteLine("CPU ms an edit, median and 95th percentile");
        Console.WriteLine("                          generator          rules   (binding) (first)");
        foreach (EditedSource source in EditedSource.All(Root()).Where(source => names.Count == 0 || names.Contains(source.Name)))
        {
            Measure(source);
        }

        return 0;
    }

    private static void Measure(EditedSource source)
    {
        SyntaxTree tree = CSharpSyntaxTree.ParseText(source.Text, ParseOptions, "Source.cs");
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Keystrokes", [tree, .. source.Others.Select((text, i) => CSharpSyntaxTree.ParseText(text, ParseOptions, FormattableString.Invariant($"Other{i}.cs")))], References(source.NeedsLibrary), Options);
        GeneratorDriver driver = CSharpGeneratorDriver.Create([new MixedModelGenerator().AsSourceGenerator()], parseOptions: ParseOptions);
        var generator = new List<double>();
        var rules = new List<double>();
        var binding = new List<double>();
        double first = 0, spent = 0;
        for (int edit = -Warming; edit < Edits && (edit < Fewest || spent < MostSpent); edit++)
        {
            SyntaxTree changed = tree.WithChangedText(tree.GetText().WithChanges(new TextChange(new TextSpan(source.Place, 0), " ")));
            compilation = compilation.ReplaceSyntaxTree(tree, changed);
            tree = changed;
            Compilation generated = compilation;
            double generating = Cpu(() => driver = driver.RunGeneratorsAndUpdateCompilation(compilation, out generated, out _));
            // A first run makes what all runs share: the declarations of the other files.
            Analyze(generated.Clone(), tree);
            (double ruling, double all) = Analyze(generated.Clone(), tree);
            spent += generating + all;
            first = edit == -Warming ? ruling : first;
            if (edit >= 0)
            {
                generator.Add(generating);
                binding.Add(all - ruling);
                rules.Add(ruling);
            }
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{source.Name,-22} {At(generator, 0.5),8:F1} {At(generator, 0.95),8:F1} {At(rules, 0.5),8:F1} {At(rules, 0.95),8:F1} {At(binding, 0.5),10:F1} {first,8:F1}"));
    }

    /// <summary>
    /// Types into a file of a hundred models for as many edits, every hundredth of them in a formula, and prints time and memory as they go: neither may grow.
    /// </summary>
    public static int RunLong(int edits)
    {
        EditedSource source = EditedSource.All(Root()).Single(candidate => candidate.Name == "100-models");
        SyntaxTree tree = CSharpSyntaxTree.ParseText(source.Text, ParseOptions, "Source.cs");
        int formula = source.Text.IndexOf("Score ~ Week", StringComparison.Ordinal) + "Score ~ ".Length;
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Keystrokes", [tree, .. source.Others.Select((text, i) => CSharpSyntaxTree.ParseText(text, ParseOptions, FormattableString.Invariant($"Other{i}.cs")))], References(source.NeedsLibrary), Options);
        GeneratorDriver driver = CSharpGeneratorDriver.Create([new MixedModelGenerator().AsSourceGenerator()], parseOptions: ParseOptions);
        int report = Math.Max(1, edits / 10);
        var generator = new List<double>();
        var rules = new List<double>();
        Console.WriteLine("    edits   generator ms   rules ms (every 50th)   managed MB");
        for (int edit = 1; edit <= edits; edit++)
        {
            // A digit that is typed and taken away again, so that the file stays as long as it is.
            int place = edit % 100 is 0 or 1 ? formula : source.Place;
            TextChange change = edit % 2 == 0 ? new TextChange(new TextSpan(place, 0), edit % 100 == 0 ? "1" : " ") : new TextChange(new TextSpan(place, edit == 1 ? 0 : 1), "");
            SyntaxTree changed = tree.WithChangedText(tree.GetText().WithChanges(change));
            compilation = compilation.ReplaceSyntaxTree(tree, changed);
            tree = changed;
            Compilation generated = compilation;
            generator.Add(Cpu(() => driver = driver.RunGeneratorsAndUpdateCompilation(compilation, out generated, out _)));
            if (edit % 50 == 0)
            {
                rules.Add(Analyze(generated.Clone(), tree).Rules);
            }

            if (edit % report == 0)
            {
                double memory = GC.GetTotalMemory(forceFullCollection: true) / 1e6;
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{edit,9} {At(generator, 0.5),14:F1} {(rules.Count > 0 ? At(rules, 0.5) : 0),10:F1} {memory,27:F1}"));
                generator.Clear();
                rules.Clear();
            }
        }

        return 0;
    }

    /// <summary>The time of the rules' own code, and of the whole analysis.</summary>
    private static (double Rules, double All) Analyze(Compilation compilation, SyntaxTree tree)
    {
        GC.Collect();
        CompilationWithAnalyzers analysis = compilation.WithAnalyzers([new IdleAnalyzer(), .. Rules], new CompilationWithAnalyzersOptions(new AnalyzerOptions([]), null, concurrentAnalysis: false, logAnalyzerExecutionTime: false));
        SemanticModel model = compilation.GetSemanticModel(tree);
        double all = Cpu(() => analysis.GetAnalysisResultAsync(model, null, CancellationToken.None).GetAwaiter().GetResult());
        return (Rules.Sum(rule => rule.Take()), all);
    }

    private static double Cpu(Action work)
    {
        using var process = Process.GetCurrentProcess();
        TimeSpan before = process.TotalProcessorTime;
        work();
        process.Refresh();
        return (process.TotalProcessorTime - before).TotalMilliseconds;
    }

    private static double At(List<double> values, double part) => values.Order().ElementAt((int)Math.Min(values.Count - 1, part * values.Count));

    private static IEnumerable<MetadataReference> References(bool withLibrary) =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => !Path.GetFileName(path).StartsWith("GlmmDsl", StringComparison.Ordinal) || (withLibrary && Path.GetFileNameWithoutExtension(path) is "GlmmDsl" or "GlmmDsl.Formulas") || Path.GetFileNameWithoutExtension(path) == "GlmmDsl.Formulas")
            .Select(path => MetadataReference.CreateFromFile(path));

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
