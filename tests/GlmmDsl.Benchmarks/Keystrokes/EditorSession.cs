using System.Collections.Immutable;
using GlmmDsl.Analyzers;
using GlmmDsl.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace GlmmDsl.Benchmarks.Keystrokes;

/// <summary>
/// A project as an editor holds it: at every keystroke the generator runs, files that it makes again as they were keep their syntax, and the rules look at the file that is edited.
/// </summary>
internal sealed class EditorSession
{
    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.Latest);
    private static readonly CSharpCompilationOptions Options = new(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable);

    private static readonly ImmutableArray<TimedAnalyzer> Rules =
    [
        .. typeof(ModelAnalyzer).Assembly.GetTypes()
            .Where(type => !type.IsAbstract && typeof(DiagnosticAnalyzer).IsAssignableFrom(type))
            .Select(type => new TimedAnalyzer((DiagnosticAnalyzer)Activator.CreateInstance(type)!)),
    ];

    private readonly Dictionary<string, SyntaxTree> kept = new(StringComparer.Ordinal);
    private SyntaxTree edited;
    private CSharpCompilation written;
    private CSharpCompilation whole;
    private GeneratorDriver driver = CSharpGeneratorDriver.Create([new MixedModelGenerator().AsSourceGenerator()], parseOptions: ParseOptions);

    /// <summary>Opens the file that is edited, with the files that are compiled with it.</summary>
    public EditorSession(EditedSource source)
    {
        edited = CSharpSyntaxTree.ParseText(source.Text, ParseOptions, "Source.cs");
        written = CSharpCompilation.Create(
            "Keystrokes", [edited, .. source.Others.Select((text, i) => CSharpSyntaxTree.ParseText(text, ParseOptions, FormattableString.Invariant($"Other{i}.cs")))], References(source.NeedsLibrary), Options);
        whole = written;
    }

    /// <summary>Changes the edited file.</summary>
    public void Edit(TextChange change)
    {
        SyntaxTree changed = edited.WithChangedText(edited.GetText().WithChanges(change));
        written = written.ReplaceSyntaxTree(edited, changed);
        whole = whole.ReplaceSyntaxTree(edited, changed);
        edited = changed;
    }

    /// <summary>Runs the generator, the compiler's own part of it included, which finds and binds the attributes.</summary>
    public Cost Generate()
    {
        CollectCompilersGarbage();
        Cost cost = ThreadClock.Of(() => driver = driver.RunGeneratorsAndUpdateCompilation(written, out _, out _));
        Keep(driver.GetRunResult().Results.Single().GeneratedSources);
        return cost;
    }

    /// <summary>Analyses the edited file.</summary>
    /// <returns>What the rules' own code takes.</returns>
    public Cost Analyze()
    {
        // The declarations of all files are the compiler's; the symbols of this compilation are made anew, as at every keystroke.
        _ = whole.GetTypeByMetadataName("None");
        CompilationWithAnalyzers analysis = whole.WithAnalyzers([new IdleAnalyzer(), .. Rules], new CompilationWithAnalyzersOptions(new AnalyzerOptions([]), null, concurrentAnalysis: false, logAnalyzerExecutionTime: false));
        SemanticModel model = analysis.Compilation.GetSemanticModel(edited);
        CollectCompilersGarbage();
        analysis.GetAnalysisResultAsync(model, null, CancellationToken.None).GetAwaiter().GetResult();
        Cost rules = default;
        foreach (TimedAnalyzer rule in Rules)
        {
            Cost own = rule.Take();
            rules = new Cost(rules.Milliseconds + own.Milliseconds, rules.Kilobytes + own.Kilobytes);
        }

        return rules;
    }

    /// <summary>Takes over the files that have changed, and no others, as editors do.</summary>
    private void Keep(ImmutableArray<GeneratedSourceResult> generated)
    {
        var gone = new HashSet<string>(kept.Keys, StringComparer.Ordinal);
        foreach (GeneratedSourceResult file in generated)
        {
            gone.Remove(file.HintName);
            if (!kept.TryGetValue(file.HintName, out SyntaxTree? earlier))
            {
                whole = whole.AddSyntaxTrees(file.SyntaxTree);
            }
            else if (!earlier.GetText().ContentEquals(file.SourceText))
            {
                whole = whole.ReplaceSyntaxTree(earlier, file.SyntaxTree);
            }
            else
            {
                continue;
            }

            kept[file.HintName] = file.SyntaxTree;
        }

        foreach (string name in gone)
        {
            whole = whole.RemoveSyntaxTrees(kept[name]);
            kept.Remove(name);
        }
    }

    /// <summary>What the compiler has left since the last collection is collected here, and not on the generator's or the rules' account.</summary>
    private static void CollectCompilersGarbage() => GC.Collect(1, GCCollectionMode.Forced, blocking: true);

    private static IEnumerable<MetadataReference> References(bool withLibrary) =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => !Path.GetFileName(path).StartsWith("GlmmDsl", StringComparison.Ordinal) || (withLibrary && Path.GetFileNameWithoutExtension(path) is "GlmmDsl" or "GlmmDsl.Formulas") || Path.GetFileNameWithoutExtension(path) == "GlmmDsl.Formulas")
            .Select(path => MetadataReference.CreateFromFile(path));
}
