using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace GlmmDsl.Generators.Tests;

/// <summary>Compiles sources with typed models in memory, with all warnings on, and runs them.</summary>
internal static class TypedCompilation
{
    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.Latest, DocumentationMode.Diagnose);

    private static readonly ImmutableArray<MetadataReference> References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(p => !Path.GetFileName(p).StartsWith("GlmmDsl.Generators", StringComparison.Ordinal))
            .Select(p => MetadataReference.CreateFromFile(p)),
    ];

    public const string Usings = """
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using System.Threading;
        using System.Threading.Tasks;
        using GlmmDsl;
        using GlmmDsl.Data;
        using GlmmDsl.Inference;

        """;

    /// <summary>A compilation before the generator has run.</summary>
    public static CSharpCompilation Create(string assembly, IEnumerable<string> sources, params MetadataReference[] more) =>
        CSharpCompilation.Create(
            assembly,
            sources.Select((s, i) => CSharpSyntaxTree.ParseText(Usings + s, ParseOptions, $"Source{i}.cs")),
            References.AddRange(more),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, warningLevel: 9999));

    /// <summary>A driver whose steps are tracked, by default.</summary>
    public static GeneratorDriver Driver(bool isTracked = true) =>
        CSharpGeneratorDriver.Create(
            [new MixedModelGenerator().AsSourceGenerator()],
            parseOptions: ParseOptions,
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: isTracked));

    /// <summary>The generated files by name.</summary>
    public static IReadOnlyDictionary<string, string> Generate(params string[] sources) =>
        Driver().RunGenerators(Create("Test", sources)).GetRunResult().Results.Single()
            .GeneratedSources.ToDictionary(s => s.HintName, s => s.SourceText.ToString());

    /// <summary>What the compiler says of sources and generated files, but for the sources' own missing documentation.</summary>
    public static ImmutableArray<Diagnostic> Diagnostics(params string[] sources)
    {
        (Compilation compilation, ImmutableArray<Diagnostic> ofGenerator) = Run(Create("Test", sources));
        return [.. ofGenerator, .. Relevant(compilation.GetDiagnostics())];
    }

    /// <summary>What the compiler says of one source and its generated files in a version of the language.</summary>
    public static ImmutableArray<Diagnostic> Diagnostics(LanguageVersion version, string source)
    {
        CSharpParseOptions options = ParseOptions.WithLanguageVersion(version);
        CSharpCompilation compilation = Create("Test", []).AddSyntaxTrees(CSharpSyntaxTree.ParseText(Usings + source, options, "Source0.cs"));
        CSharpGeneratorDriver.Create([new MixedModelGenerator().AsSourceGenerator()], parseOptions: options)
            .RunGeneratorsAndUpdateCompilation(compilation, out Compilation updated, out ImmutableArray<Diagnostic> ofGenerator);
        return [.. ofGenerator, .. Relevant(updated.GetDiagnostics())];
    }

    /// <summary>Compiles without any diagnostic and loads the result.</summary>
    public static Assembly Load(params string[] sources) => Load("Test", sources).Assembly;

    /// <summary>Compiles without any diagnostic and loads the result, which another compilation may refer to.</summary>
    public static (Assembly Assembly, MetadataReference Reference) Load(string name, IEnumerable<string> sources, params MetadataReference[] more)
    {
        (Compilation compilation, ImmutableArray<Diagnostic> ofGenerator) = Run(Create(name, sources, more));
        Assert.Empty(ofGenerator);
        Diagnostic[] found = [.. Relevant(compilation.GetDiagnostics())];
        Assert.True(found.Length == 0, string.Join("\n", found.Take(50)));
        using var image = new MemoryStream();
        Assert.True(compilation.Emit(image).Success);
        image.Position = 0;
        return (AssemblyLoadContext.Default.LoadFromStream(image), MetadataReference.CreateFromImage(image.ToArray()));
    }

    private static (Compilation Compilation, ImmutableArray<Diagnostic> Diagnostics) Run(Compilation compilation)
    {
        Driver().RunGeneratorsAndUpdateCompilation(compilation, out Compilation updated, out ImmutableArray<Diagnostic> diagnostics);
        return (updated, diagnostics);
    }

    private static IEnumerable<Diagnostic> Relevant(IEnumerable<Diagnostic> diagnostics) =>
        diagnostics.Where(d => d.Severity > DiagnosticSeverity.Hidden
            && !(d.Id == "CS1591" && d.Location.SourceTree!.FilePath.StartsWith("Source", StringComparison.Ordinal)));
}
