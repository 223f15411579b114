namespace GlmmDsl.Formulas;

/// <summary>Canonical texts by which two designs or responses are recognised as equal.</summary>
internal static class CanonicalKey
{
    /// <summary>Intercept, terms and offsets, sorted; a factor with its coding.</summary>
    public static string OfFixed(DesignPlan plan)
    {
        IEnumerable<string> terms = plan.Fixed.Where(term => !term.IsIntercept).Select(OfTerm);
        IEnumerable<string> offsets = plan.Terms.Offsets.Select(offset => "offset(" + CanonicalExpression.Of(offset) + ")");
        string intercept = plan.Terms.HasIntercept ? "1" : "0";
        return string.Join(" + ", new[] { intercept }.Concat(Sorted(terms)).Concat(Sorted(offsets)));
    }

    public static string OfResponse(DesignPlan plan) => plan.Response is { } response ? CanonicalExpression.Of(response.Expression) : "";

    private static string OfTerm(PlanTerm term) => string.Join(":", Sorted(term.Factors.Select(OfFactor)));

    private static string OfFactor(PlanFactor factor)
    {
        // Printed, not named: a name in back-quotes cannot be mistaken for an interaction.
        string name = CanonicalExpression.Of(factor.Variable.Variable.Expression);
        Coding coding = factor.Coding;
        if (!factor.Variable.IsCategorical)
        {
            return name;
        }

        // Full and contrast columns of a treatment-coded factor differ by a transformation of determinant 1, so that the restricted likelihood
        // is the same whichever factor the order of the terms codes in full; for other codings it is not.
        return coding == Coding.Treatment ? name + "{Treatment}" : name + "{" + coding + "," + factor.Encoding + "}";
    }

    private static IOrderedEnumerable<string> Sorted(IEnumerable<string> texts) => texts.OrderBy(text => text, StringComparer.Ordinal);
}
