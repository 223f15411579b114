namespace GlmmDsl.Generators.Tests.Awkward;

/// <summary>Names that collide with the language's, the library's or each other's.</summary>
internal static class AwkwardNames
{
    public static AwkwardCase[] All { get; } =
    [
        AwkwardCase.Columns("keywords", "@class", "@event", "@switch", "@string", "@event"),
        AwkwardCase.Columns("contextual keywords", "value", "field", "@var", "@await", "field"),
        AwkwardCase.Columns("more contextual keywords", "@record", "@partial", "@where", "@dynamic", "@partial"),
        AwkwardCase.Columns("members of the coefficients", "Names", "Count", "Values", "Find", "Count_"),
        AwkwardCase.Columns("the intercept's name", "Y", "Intercept", "A", "G", "Intercept_"),
        AwkwardCase.Columns("members of the fit", "Result", "Notices", "Verdict", "Covariance", "Notices"),
        AwkwardCase.Columns("generated types", "Fit", "RemlFit", "MlFit", "Predictors", "RemlFit"),
        AwkwardCase.Columns("more generated types", "CoefficientSet", "RowColumns", "RandomEffectSet", "VarianceComponentSet", "RowColumns"),
        AwkwardCase.Columns("the residual as a group", "Y", "X", "A", "Residual", "X"),
        AwkwardCase.Columns("members of a group", "Correlations", "CovarianceMatrix", "Levels", "Names", "CovarianceMatrix"),
        AwkwardCase.Columns("the model's own name", "Y", "Model", "A", "G", "Model"),
        AwkwardCase.Columns("locals of the reader", "rows", "i", "row", "Expected", "i"),
        AwkwardCase.Columns("what the reader adds to names", "X", "XColumn", "XValues", "XCodes", "XColumn"),
        AwkwardCase.Columns("what patterns add to names", "GValue", "XValue", "AValue", "G", "XValue"),
        AwkwardCase.Columns("namespaces", "System", "GlmmDsl", "Modeling", "@global", "GlmmDsl"),
        AwkwardCase.Columns("functions of the language", "log", "poly", "factor", "offset", "poly"),
        AwkwardCase.Columns("letters beyond ASCII", "Größe", "年齢", "Ärmel", "Ωmega", "年齢"),
        AwkwardCase.Columns("names that differ in case", "y", "Y", "a", "A", "Y"),
        AwkwardCase.Columns("underscores", "_", "__", "_A", "A_", "__", "`_` ~ `__` + `_A` + (1 | A_)"),
        AwkwardCase.Columns("quoted column name", "Y", "[Column(\"a b\")] X", "A", "G", "a_b", "Y ~ `a b` + A + (1 | G)").Positional(),
        AwkwardCase.Columns("column name of XML", "Y", "[Column(\"<x> & y\")] X", "A", "G", "lt_x_gt_y", "Y ~ `<x> & y` + A + (1 | G)").Positional(),
        AwkwardCase.Columns("column name that ends a comment", "Y", "[Column(\"x*/ // y\")] X", "A", "G", "x_times_over_over_over_y", "Y ~ `x*/ // y` + A + (1 | G)").Positional(),
        AwkwardCase.Columns("column name of braces and quotes", "Y", "[Column(\"{0} \\\"q\\\"\")] X", "A", "G", "_0_q", "Y ~ `{0} \\\"q\\\"` + A + (1 | G)").Positional(),
        AwkwardCase.Columns("column name of a digit", "Y", "[Column(\"1st\")] X", "A", "G", "_1st", "Y ~ `1st` + A + (1 | G)").Positional(),
    ];

    /// <summary>Puts an attribute before the member's type, where it belongs.</summary>
    private static AwkwardCase Positional(this AwkwardCase awkward)
    {
        int start = awkward.Models.IndexOf("[Column(", StringComparison.Ordinal);
        int end = awkward.Models.IndexOf(")] X", start, StringComparison.Ordinal) + 2;
        string attribute = awkward.Models[start..end];
        return awkward with { Models = awkward.Models.Replace("double " + attribute, attribute + " double", StringComparison.Ordinal) };
    }
}
