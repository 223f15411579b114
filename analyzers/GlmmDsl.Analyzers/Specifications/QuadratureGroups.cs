using System.Globalization;
using GlmmDsl.Formulas;

namespace GlmmDsl.Analyzers.Specifications;

/// <summary>Counts the grouping factors that quadrature would have to integrate over together.</summary>
internal static class QuadratureGroups
{
    /// <summary>Number and names of the grouping factors where there are several; null where there is one or none, or the formula cannot be seen.</summary>
    public static (string Count, string Names)? Several(ModelTerms? terms)
    {
        string[] names = terms?.Random.Select(term => term.GroupName).Distinct(StringComparer.Ordinal).ToArray() ?? [];
        return names.Length > 1 ? (names.Length.ToString(CultureInfo.InvariantCulture), string.Join(", ", names)) : null;
    }
}
