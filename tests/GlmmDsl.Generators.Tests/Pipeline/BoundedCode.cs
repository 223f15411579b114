using GlmmDsl.Formulas;

namespace GlmmDsl.Generators.Tests.Pipeline;

/// <summary>A short formula can have millions of columns: the generated code is bounded before anything is expanded.</summary>
public sealed class BoundedCode
{
    [Theory]
    [InlineData("Y ~ X0 + ({60}^2 | G)")]
    [InlineData("Y ~ E300 * F300 + (1 | G)")]
    [InlineData("Y ~ X0 + (E500 | G)")]
    [InlineData("Y ~ X0 + (poly(X0, 90) + poly(X1, 90) | G)")]
    [InlineData("Y ~ E300:F300:E500 + (E500 | G)")]
    public void A_formula_of_too_many_members_gives_little_code_that_says_why(string formula)
    {
        string[] files = [.. TypedCompilation.Generate(Source(formula)).Where(f => f.Key.StartsWith("Model", StringComparison.Ordinal)).Select(f => f.Value)];
        string file = Assert.Single(files);
        Assert.InRange(file.Length, 1, 100_000);
        Assert.Contains("MixedModel.Fit", file, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Y ~ {60} + ({60} || G)")]
    [InlineData("Y ~ E300 + (1 | E500)")]
    [InlineData("Y ~ X0 + (0 + E300 || G)")]
    [InlineData("Y ~ X0 + ({40} | G)")]
    [InlineData("Y ~ E300 * X0 + (1 | G)")]
    public void A_large_formula_within_the_bound_is_generated(string formula)
    {
        IReadOnlyDictionary<string, string> files = TypedCompilation.Generate(Source(formula));
        Assert.Equal(6, files.Count);
        Assert.InRange(files.Sum(f => f.Value.Length), 10_000, 2 * TypedMembers.MostCharacters);
    }

    [Fact]
    public void A_name_longer_than_the_compiler_takes_is_cut()
    {
        string name = new('x', 300);
        Assert.Empty(TypedCompilation.Diagnostics(
            $$"""
            public sealed record Row(double Y, double {{name}}1, double {{name}}2, double {{name}}3, string G);

            [LinearMixedModel<Row>("Y ~ ({{name}}1 + {{name}}2 + {{name}}3)^2 + ({{name}}1:{{name}}2 + {{name}}1:{{name}}3 | G)")]
            public sealed partial class Model;
            """));
    }

    /// <summary>A model over sixty numbers and enums of 300, 300 and 500 members; <c>{n}</c> stands for the sum of n numbers.</summary>
    private static string Source(string formula)
    {
        string numbers = string.Join(", ", Enumerable.Range(0, 60).Select(i => $"double X{i}"));
        foreach (int n in new[] { 40, 60 })
        {
            formula = formula.Replace($"{{{n}}}", "(" + string.Join(" + ", Enumerable.Range(0, n).Select(i => "X" + i)) + ")", StringComparison.Ordinal);
        }

        return $$"""
            public enum E300 { {{Members("E", 300)}} }
            public enum F300 { {{Members("F", 300)}} }
            public enum E500 { {{Members("H", 500)}} }
            public sealed record Row(double Y, {{numbers}}, E300 E300, F300 F300, E500 E500, string G);
            [LinearMixedModel<Row>("{{formula}}")] public sealed partial class Model;
            """;
    }

    private static string Members(string letter, int count) => string.Join(", ", Enumerable.Range(0, count).Select(i => letter + i));
}
