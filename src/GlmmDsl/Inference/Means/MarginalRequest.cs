using System.Collections.Immutable;
using GlmmDsl.Inference.Hypotheses;

namespace GlmmDsl.Inference.Means;

/// <summary>What marginal means were asked for.</summary>
internal sealed record MarginalRequest(FixedEffectsMethod Method, ImmutableArray<string> Of, ImmutableArray<string> By)
{
    /// <summary>The numeric column whose slopes are wanted; null for means.</summary>
    public string? SlopeOf { get; init; }

    /// <summary>Values given, by column.</summary>
    public ImmutableDictionary<string, ImmutableArray<string>> At { get; init; } = ImmutableDictionary.Create<string, ImmutableArray<string>>(StringComparer.Ordinal);

    /// <summary>How the levels of other factors are weighed.</summary>
    public Weighting Weighting { get; init; }

    /// <summary>Whether estimates are shown on the scale of the response.</summary>
    public bool IsTransformed { get; init; }

    /// <summary>Where the random effects are when means of the response are averaged; null for means of the linear predictor.</summary>
    public RandomEffectsAre? RandomEffects { get; init; }

    /// <summary>How means of the response are compared.</summary>
    public ComparisonKind Comparison { get; init; }

    /// <summary>The factors of a text such as <c>Arm:Sex</c>, <c>Arm * Sex</c>; <c>1</c> is none.</summary>
    /// <param name="text">The text.</param>
    /// <param name="known">The names there are: one that holds an operator is taken whole.</param>
    public static ImmutableArray<string> Factors(string text, IEnumerable<string> known)
    {
        string whole = text.Trim();
        return known.Contains(whole) ? [whole]
            : whole is "1" or "" ? []
            : [.. whole.Split([':', '*', '+'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(n => n.Trim('`')).Distinct(StringComparer.Ordinal)];
    }
}
