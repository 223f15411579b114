namespace GlmmDsl.Inference;

/// <summary>How p values and intervals of several contrasts at once are adjusted, within each family: the contrasts of one group of <c>by</c>.</summary>
public enum Adjustment
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>Tukey's studentised range, for all pairs of a set of means; exact for equal variances, conservative for others (Tukey and Kramer). Each pair has its own degrees of freedom. For other contrasts it becomes Šidák's.</summary>
    Tukey,

    /// <summary>Holm's (1979) step-down Bonferroni procedure; intervals are Bonferroni's.</summary>
    Holm,

    /// <summary>Bonferroni: p values times their number.</summary>
    Bonferroni,

    /// <summary>Scheffé: valid for all combinations of the contrasts, by the F distribution of their rank.</summary>
    Scheffe,

    /// <summary>Šidák: 1 − (1 − p)ᵐ.</summary>
    Sidak,

    /// <summary>Dunnett's test of several means against a control: the multivariate t distribution with the contrasts' own correlations, by quadrature where they have the structure of comparisons with a control.</summary>
    Dunnett,

    /// <summary>The multivariate t distribution with the contrasts' own correlations, for any contrasts: emmeans's <c>mvt</c>.</summary>
    MultivariateT,

    /// <summary>The approximation of Dunnett's test that emmeans calls <c>dunnettx</c>; <see cref="Dunnett"/> is exact.</summary>
    DunnettApproximation,
}
