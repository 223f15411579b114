namespace GlmmDsl.Formulas;

/// <summary>Canonical texts by which two designs or responses are told equal.</summary>
internal static class CanonicalKey
{
    public static string OfFixed(DesignPlan plan) => throw new NotSupportedException(plan.ToString());

    public static string OfResponse(DesignPlan plan) => throw new NotSupportedException(plan.ToString());
}
