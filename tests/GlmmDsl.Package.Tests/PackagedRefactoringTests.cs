using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeRefactorings;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace GlmmDsl.Package.Tests;

/// <summary>
/// The refactorings in the package, found and loaded as an editor does: exported classes in the assemblies for the compiler, which find there all that they load.
/// A language server would be the better witness, but <c>csharp-ls</c> offers only the refactorings that the compiler brings itself.
/// </summary>
[Collection(nameof(PackageFeed))]
public sealed class PackagedRefactoringTests(PackageFeed feed)
{
    private const string Program = """
        using System;
        using System.Collections.Generic;
        using GlmmDsl;
        using GlmmDsl.Data;

        var fit = MixedModel.Fit("Reaction ~ Days + (Days | Subject)", Table.ReadCsv(args[0]));
        Console.WriteLine(fit.Coefficients["Days"].Estimate - SleepStudy.FitReml(Array.Empty<Reading>()).Coefficients.Days.Estimate);

        public sealed record Reading(double Reaction, double Days, int Subject);

        [LinearMixedModel<Reading>("Reaction ~ Days + (Days | Subject)")]
        public sealed partial class SleepStudy;

        """;

    [Fact]
    public async Task An_editor_finds_the_refactorings_in_the_package_and_what_they_write_compiles()
    {
        string folder = feed.NewFolder("refactorings");
        Document document = Open(folder, out CodeRefactoringProvider provider);

        string independent = await ApplyAsync(document, provider, "[LinearMixedModel<Reading>(\"Reaction ~ Days + (Da", "Remove correlations");
        Assert.Equal(Program.Replace(">(\"Reaction ~ Days + (Days | Subject)", ">(\"Reaction ~ Days + (Days || Subject)", StringComparison.Ordinal), independent);

        string typed = await ApplyAsync(document, provider, "MixedModel.Fit(\"Reaction ~ Da", "Make it a typed model");
        Assert.Contains("var fit = ReactionModel.FitReml(ReactionRow.FromTable(Table.ReadCsv(args[0])));", typed, StringComparison.Ordinal);
        Assert.Contains("public sealed partial class ReactionModel;", typed, StringComparison.Ordinal);
    }

    /// <summary>The program in a project that has the package's assemblies, with the one provider of refactorings among them.</summary>
    private Document Open(string folder, out CodeRefactoringProvider provider)
    {
        foreach (string entry in feed.Entries().Where(e => e.EndsWith(".dll", StringComparison.Ordinal)))
        {
            string file = Path.Combine(folder, entry);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllBytes(file, PackageFeed.Content(feed.PackageFile, entry));
        }

        var loader = new Loader();
        AnalyzerFileReference[] parts = [.. Directory.GetFiles(Path.Combine(folder, "analyzers", "dotnet", "cs"), "*.dll").Select(file => new AnalyzerFileReference(file, loader))];
        Type exported = parts.SelectMany(p => p.GetAssembly().GetTypes()).Single(t => t.GetCustomAttribute<ExportCodeRefactoringProviderAttribute>()?.Languages.Contains(LanguageNames.CSharp) == true);
        provider = (CodeRefactoringProvider)Activator.CreateInstance(exported)!;

        IEnumerable<string> runtime = Directory.GetFiles(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "System*.dll").Where(IsManaged);
        return new AdhocWorkspace().AddProject("editor", LanguageNames.CSharp)
            .WithParseOptions(new CSharpParseOptions(LanguageVersion.Latest))
            .WithCompilationOptions(new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable))
            .WithMetadataReferences(runtime.Concat(Directory.GetFiles(Path.Combine(folder, "lib", "net10.0"), "*.dll")).Select(file => MetadataReference.CreateFromFile(file)))
            .WithAnalyzerReferences(parts)
            .AddDocument("Program.cs", Program);
    }

    private static async Task<string> ApplyAsync(Document document, CodeRefactoringProvider provider, string before, string title)
    {
        int caret = Program.IndexOf(before, StringComparison.Ordinal) + before.Length;
        var actions = new List<CodeAction>();
        await provider.ComputeRefactoringsAsync(new CodeRefactoringContext(document, new TextSpan(caret, 0), actions.Add, CancellationToken.None));
        CodeAction? action = actions.Find(a => a.Title.StartsWith(title, StringComparison.Ordinal));
        Assert.True(action is not null, "Offered: " + string.Join("; ", actions.Select(a => a.Title)));
        ImmutableArray<CodeActionOperation> operations = await action.GetOperationsAsync(CancellationToken.None);
        Document changed = operations.OfType<ApplyChangesOperation>().Single().ChangedSolution.GetDocument(document.Id)!;
        Assert.Empty((await changed.GetSemanticModelAsync())!.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error));
        return (await changed.GetTextAsync()).ToString();
    }

    private static bool IsManaged(string file)
    {
        try
        {
            AssemblyName.GetAssemblyName(file);
            return true;
        }
        catch (BadImageFormatException)
        {
            return false;
        }
    }

    /// <summary>Loads the package's assemblies apart from the test's own, as hosts do: what lies beside one is its own, the compiler is the host's.</summary>
    private sealed class Loader : IAnalyzerAssemblyLoader
    {
        private readonly AssemblyLoadContext context = new("package");
        private readonly Dictionary<string, string> files = [];

        public Loader() => context.Resolving += (_, name) => files.TryGetValue(name.Name!, out string? file) ? context.LoadFromAssemblyPath(file) : null;

        public void AddDependencyLocation(string fullPath) => files[Path.GetFileNameWithoutExtension(fullPath)] = fullPath;

        public Assembly LoadFromPath(string fullPath) => context.LoadFromAssemblyPath(fullPath);
    }
}
