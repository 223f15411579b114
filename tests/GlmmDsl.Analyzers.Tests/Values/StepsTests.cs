using GlmmDsl.Analyzers.Comparisons;
using GlmmDsl.Analyzers.Tests.Comparisons;
using GlmmDsl.Analyzers.Tests.Harness;
using GlmmDsl.Analyzers.Values;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace GlmmDsl.Analyzers.Tests.Values;

/// <summary>Tracing values takes a bounded number of steps, whatever the code.</summary>
public class StepsTests
{
    private const string BesideFits = "var a = Plain.FitReml(rows); double best = a.Aic.Value; ";

    [Theory]
    [InlineData("if (y < z) { y = z - y; } else { z = y - z; }")]
    [InlineData("y = flag ? y - z : z - y; z = flag ? z - y : y - z;")]
    [InlineData("while (y < z) { (y, z) = (z - y, y - z); }")]
    [InlineData("y = Math.Min(y - z, z - y) - Math.Max(y - z, z - y); z = y + y + y + y;")]
    [InlineData("y = best - z; z = best - y; if (y < z) { y = z - best; } else { z = y - best; }")]
    public void Statements_over_two_numbers_take_steps_in_proportion_to_them(string statement)
    {
        int few = StepsOf(statement, 10), many = StepsOf(statement, 40);
        Assert.InRange(many, 1, 4 * 40 * 64);
        Assert.True(many <= 8 * few, FormattableString.Invariant($"{few} steps of 10 statements, {many} of 40"));
    }

    [Fact]
    public void A_body_takes_no_more_than_the_most_steps()
    {
        string loop = "foreach (var x in new[] { best, best }) { " + string.Concat(Enumerable.Repeat("y = Next(y, z, () => z); z = Next(z, y, () => y); if (y < z) { y = z; } ", 60)) + "}";
        int steps = StepsOf(loop, 1, "private static double Next(double p, double q, Func<double> f) => p < q ? Next(q, p, f) - Next(p, q, f) : Next(q - p, p, f);");
        Assert.InRange(steps, 1, ValueTracer.MostSteps + 1);
    }

    private static int StepsOf(string statement, int times, string members = "")
    {
        string source = ComparisonSource.Of(BesideFits + "double y = 1, z = rows.Length; " + string.Concat(Enumerable.Repeat(statement + "\n", times)), members);
        Compilation compilation = TestCompilation.Generate(TestCompilation.Create(source));
        SyntaxTree tree = compilation.SyntaxTrees.Single(t => t.FilePath == "Source.cs");
        SemanticModel model = compilation.GetSemanticModel(tree);
        MethodDeclarationSyntax method = tree.GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>().Single(m => m.Identifier.Text == "Run");
        var finder = new ComparisonFinder(model, CancellationToken.None);
        foreach (IOperation operation in model.GetOperation(method)!.DescendantsAndSelf())
        {
            finder.Find(operation);
        }

        return finder.Steps;
    }
}
