namespace GlmmDsl.Families.Densities;

/// <summary>The density of one row as a function of its linear predictors, written once for numbers with any derivatives.</summary>
internal interface IRowDensity
{
    /// <summary>What its linear predictors are, the conditional one first.</summary>
    static abstract ReadOnlySpan<Predictor> Predictors { get; }

    /// <summary>Whether the expected information of the conditional predictor has a closed form.</summary>
    static virtual bool HasExpectedInformation => false;

    /// <summary>The expected information of the conditional predictor, −E ∂²log f/∂η², where it has a closed form.</summary>
    /// <param name="eta">The linear predictors.</param>
    /// <param name="m">The number of trials of a family that has trials.</param>
    static virtual T ExpectedInformation<T>(ReadOnlySpan<T> eta, double m)
        where T : struct, IJet<T> => double.NaN;

    /// <summary>log f with all constants; NaN or −∞ where the predictors leave the range.</summary>
    /// <param name="eta">The linear predictors, one number each.</param>
    /// <param name="y">The response; of a family with trials the number of successes.</param>
    /// <param name="m">The number of trials of a family that has trials; else not used.</param>
    static abstract T LogDensity<T>(ReadOnlySpan<T> eta, double y, double m)
        where T : struct, IJet<T>;
}
