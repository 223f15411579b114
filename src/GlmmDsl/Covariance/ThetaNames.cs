using System.Collections.Immutable;
using GlmmDsl.Design;

namespace GlmmDsl.Covariance;

/// <summary>lme4's names of the covariance parameters: <c>Subject.(Intercept)</c>, <c>Subject.Days.(Intercept)</c>, <c>Subject.Days</c>.</summary>
internal static class ThetaNames
{
    /// <summary>The names in the order of θ: term by term, as the term's structure names them.</summary>
    public static ImmutableArray<string> Of(ImmutableArray<RandomEffectsTerm> terms) =>
        [.. terms.SelectMany(t => CovarianceStructures.Of(t).Names(t.Group.Name, t.ColumnNames))];

    /// <summary>The indices in θ of the parameters that are zero where a variance is zero: for an unstructured term, the diagonal of Λ.</summary>
    public static ImmutableArray<int> Sizes(ImmutableArray<RandomEffectsTerm> terms) =>
        [.. CovarianceStructures.Of(terms).SelectMany(s => s.Parameters).Select((p, i) => (p.Vanishing, i)).Where(p => p.Vanishing > 0).Select(p => p.i)];
}
