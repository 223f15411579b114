using System.Collections.Immutable;
using GlmmDsl.Design;

namespace GlmmDsl.Covariance;

/// <summary>lme4's names of the covariance parameters: <c>Subject.(Intercept)</c>, <c>Subject.Days.(Intercept)</c>, <c>Subject.Days</c>.</summary>
internal static class ThetaNames
{
    /// <summary>The names in the order of θ: term by term, as the term's structure names them.</summary>
    public static ImmutableArray<string> Of(ImmutableArray<RandomEffectsTerm> terms) =>
        [.. terms.SelectMany(t => CovarianceStructures.Of(t).Names(t.Group.Name, t.ColumnNames))];
}
