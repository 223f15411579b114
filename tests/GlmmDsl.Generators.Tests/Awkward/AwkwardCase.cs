namespace GlmmDsl.Generators.Tests.Awkward;

/// <summary>A way to write the same model: a response, a number, a factor with two levels, a grouping factor.</summary>
/// <param name="Title">What is awkward about it.</param>
/// <param name="Models">Row type and the class <c>Model</c>, the fixed effects in the order intercept, number, factor.</param>
/// <param name="Row">A row made of <c>d.Y</c>, <c>d.X</c>, <c>d.A</c> (a bool) and <c>d.G</c> (a number from 0 to 4).</param>
/// <param name="Member">The slope's member, after <c>fit.Coefficients.</c></param>
internal sealed record AwkwardCase(string Title, string Models, string Row, string Member)
{
    /// <summary>The row type and model of the names given.</summary>
    public static AwkwardCase Columns(string title, string y, string x, string a, string g, string member, string? formula = null) =>
        new(
            title,
            $$"""
            public sealed record Row(double {{y}}, double {{x}}, Arm {{a}}, string {{g}});

            [LinearMixedModel<Row>("{{formula ?? $"{y} ~ {x} + {a} + (1 | {g})".Replace("@", "", StringComparison.Ordinal)}}")]
            public sealed partial class Model;
            """,
            "new Row(d.Y, d.X, d.A ? Arm.Drug : Arm.Placebo, \"g\" + d.G)",
            member);

    /// <summary>A row type of its own members Y, X, A and G.</summary>
    public static AwkwardCase Shape(string title, string declaration, string row, string type = "Row", string options = "") =>
        new(
            title,
            $$"""
            {{declaration}}

            [LinearMixedModel<{{type}}>("Y ~ X + A + (1 | G)"{{options}})]
            public sealed partial class Model;
            """,
            row,
            "X");

    /// <summary>The members Y and X as numbers, A and G of the types given.</summary>
    public static AwkwardCase Types(string title, string a, string valueOfA, string g, string valueOfG, string more = "", string options = "") =>
        Shape(title, $"{more} public sealed record Row(double Y, double X, {a} A, {g} G);", $"new Row(d.Y, d.X, {valueOfA}, {valueOfG})", options: options);
}
