using System.Collections.Immutable;
using GlmmDsl.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace GlmmDsl.Analyzers.Tests.Harness;

/// <summary>Compiles test sources with the library and runs generator and rules on them.</summary>
internal static class TestCompilation
{
    /// <summary>What every test source may use without saying so.</summary>
    public const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.Linq;
        global using System.Threading.Tasks;
        global using GlmmDsl;
        global using GlmmDsl.Data;
        global using GlmmDsl.Inference;
        """;

    public static CSharpParseOptions ParseOptions { get; } = new(LanguageVersion.Latest);

    public static CSharpCompilationOptions Options { get; } = new(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable);

    public static ImmutableArray<MetadataReference> References { get; } =
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => IsReferenced(Path.GetFileNameWithoutExtension(path)))
            .Select(path => (MetadataReference)MetadataReference.CreateFromFile(path))
            .ToImmutableArray();

    public static ImmutableArray<DiagnosticAnalyzer> Analyzers { get; } =
        typeof(ModelAnalyzer).Assembly.GetTypes()
            .Where(type => !type.IsAbstract && typeof(DiagnosticAnalyzer).IsAssignableFrom(type))
            .Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!)
            .ToImmutableArray();

    /// <summary>Compiles a source, perhaps with other files of the project; one more holds the usings.</summary>
    public static CSharpCompilation Create(string source, params string[] others) =>
        CSharpCompilation.Create(
            "Trials",
            [
                CSharpSyntaxTree.ParseText(source, ParseOptions, "Source.cs"),
                .. others.Select((other, i) => CSharpSyntaxTree.ParseText(other, ParseOptions, FormattableString.Invariant($"Other{i}.cs"))),
                CSharpSyntaxTree.ParseText(Usings, ParseOptions, "Usings.cs"),
            ],
            References,
            Options);

    /// <summary>The source with what the generator makes of it.</summary>
    public static Compilation Generate(CSharpCompilation compilation)
    {
        GeneratorDriver driver = CSharpGeneratorDriver.Create(Generators, parseOptions: ParseOptions);
        driver.RunGeneratorsAndUpdateCompilation(compilation, out Compilation generated, out _);
        return generated;
    }

    /// <summary>
    /// What the compiler (warnings aside) and the rules say of the source, in order of places. Only the source is bound, as in an editor: binding
    /// the generated files, which the generator's own tests look at, would take most of the time.
    /// </summary>
    public static async Task<ImmutableArray<Diagnostic>> DiagnoseAsync(Compilation compilation, CancellationToken cancellationToken = default)
    {
        SemanticModel model = compilation.GetSemanticModel(compilation.SyntaxTrees.Single(tree => tree.FilePath == "Source.cs"));
        CompilationWithAnalyzers analysis = compilation.WithAnalyzers(Analyzers, new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([]), onAnalyzerException: null, concurrentAnalysis: true, logAnalyzerExecutionTime: false));
        ImmutableArray<Diagnostic> rules = (await analysis.GetAnalysisResultAsync(model, null, cancellationToken)).GetAllDiagnostics();
        IEnumerable<Diagnostic> errors = model.GetDiagnostics(cancellationToken: cancellationToken).Where(d => d.Severity == DiagnosticSeverity.Error);
        return [.. errors.Concat(rules).OrderBy(d => d.Location.SourceSpan.Start).ThenBy(d => d.Id, StringComparer.Ordinal)];
    }

    private static IEnumerable<ISourceGenerator> Generators { get; } = [new MixedModelGenerator().AsSourceGenerator()];

    private static bool IsReferenced(string assembly) =>
        assembly is "mscorlib" or "netstandard" or "GlmmDsl" or "GlmmDsl.Formulas"
        || (assembly.StartsWith("System", StringComparison.Ordinal) && !assembly.StartsWith("System.Composition", StringComparison.Ordinal));
}
