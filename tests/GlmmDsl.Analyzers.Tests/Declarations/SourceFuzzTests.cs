using System.Collections.Immutable;
using System.Text;
using GlmmDsl.Analyzers.Tests.Comparisons;
using GlmmDsl.Analyzers.Tests.Harness;
using GlmmDsl.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace GlmmDsl.Analyzers.Tests.Declarations;

/// <summary>Sources of models with random edits, as while somebody types: neither the generator nor the rules fail or hang on any of them.</summary>
public class SourceFuzzTests
{
    private const int EditsOfASeed = 8;

    private const string Generalized = """
        public partial class Outer<T>
        {
            public enum Result { No, Yes }
            public record Row(Result Result, int Falls, double Week, [property: Factor("a", "b")] string Arm, T Other, string? Patient);
            public partial class Inner
            {
                [GeneralizedLinearMixedModel<Outer<int>.Row>("Result ~ Week * Arm + (1 + Week | Patient)", Family.Binomial, Missing = MissingValues.Omit)]
                public sealed partial class Cure { private static double Half(double x) => x / 2; }
                [GeneralizedLinearMixedModel<Row>("Falls ~ Half(Week) + offset(log(Week))", Family.Poisson, Weights = "Falls", WeightKind = WeightKind.Frequency, Contrasts = "Arm=sum")]
                public sealed partial class Falls;
            }
        }
        namespace Trials { using static Outer<int>; public static class Runs { public static double[] Run(Row[] rows) => Outer<int>.Inner.Cure.FitLaplace(rows).PredictPopulation(rows); } }
        """;

    private static readonly string[] Bits =
    [
        "<", ">", "[", "]", "(", ")", "{", "}", "\"", "~", " | ", ";", ",", ".", "partial ", "class Outer<T> { ", "namespace { ", "<T>", "Row, Row", "- ", "?", "is { Aic: var x }", "FitReml(", ".Aic.Value", "=> ",
        "[LinearMixedModel<Visit>(\"y ~ x\")]", "static ", "record ", "enum ", "$\"{", "#if ", "/*", "\n", "Outer<Outer<T>>", "new[] { ", "[.. ", "await ", "in ", "where T : ",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Generator_and_rules_survive_any_edit(int seed)
    {
        var random = new Random(seed);
        string comparisons = ComparisonSource.Of(
            "IModelFit a = Plain.FitReml(rows); var b = Full.FitReml(rows); var all = new List<IModelFit> { a, b }; foreach (var f in all) { if (f is { Aic.Value: var x } && x < b.Aic.Value) { a = f; } } var (p, q) = (a.Aic.Value, b.Aic.Value); double d = p - q;",
            "private static readonly double first = Plain.FitReml([]).Aic.Value; private static bool Less(IModelFit x, IModelFit y) => x.Aic.Value < y.Aic.Value && first > 1;");
        foreach (string original in new[] { comparisons, Generalized })
        {
            CSharpCompilation compilation = TestCompilation.Create(original);
            SyntaxTree tree = compilation.SyntaxTrees.Single(t => t.FilePath == "Source.cs");
            for (int edit = 0; edit < EditsOfASeed; edit++)
            {
                string text = Edited(original, random);
                SyntaxTree changed = CSharpSyntaxTree.ParseText(text, TestCompilation.ParseOptions, "Source.cs");
                Task<string> work = Task.Run(() => FailuresOf(compilation.ReplaceSyntaxTree(tree, changed), changed));
                Task ended = await Task.WhenAny(work, Task.Delay(TimeSpan.FromMinutes(1)));
                Assert.True(ended == work, "No end with:\n" + text);
                string failures = await work;
                Assert.True(failures.Length == 0, failures + "\nwith:\n" + text);
            }
        }
    }

    /// <summary>One to three edits: something is deleted, put in, or written twice.</summary>
    private static string Edited(string text, Random random)
    {
        var edited = new StringBuilder(text);
        for (int i = random.Next(3); i >= 0; i--)
        {
            int place = random.Next(edited.Length), length = Math.Min(random.Next(1, 24), edited.Length - place);
            switch (random.Next(3))
            {
                case 0:
                    edited.Remove(place, length);
                    break;
                case 1:
                    edited.Insert(place, Bits[random.Next(Bits.Length)]);
                    break;
                default:
                    edited.Insert(random.Next(edited.Length), edited.ToString(place, length));
                    break;
            }
        }

        return edited.ToString();
    }

    private static async Task<string> FailuresOf(CSharpCompilation compilation, SyntaxTree tree)
    {
        GeneratorDriver driver = CSharpGeneratorDriver.Create([new MixedModelGenerator().AsSourceGenerator()], parseOptions: TestCompilation.ParseOptions)
            .RunGeneratorsAndUpdateCompilation(compilation, out Compilation generated, out _);
        CompilationWithAnalyzers analysis = generated.WithAnalyzers(TestCompilation.Analyzers);
        ImmutableArray<Diagnostic> found = (await analysis.GetAnalysisResultAsync(generated.GetSemanticModel(tree), null, CancellationToken.None)).GetAllDiagnostics();
        IEnumerable<string> failures = driver.GetRunResult().Results.Select(result => result.Exception?.ToString()).Concat(found.Where(d => d.Id == "AD0001").Select(d => d.ToString()))!;
        return string.Join("\n", failures.Where(failure => failure is not null));
    }
}
