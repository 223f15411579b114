namespace GlmmDsl.Inference;

/// <summary>A likelihood-ratio test of a model against the next larger one. Where the smaller is not nested in it there is no test, and <see cref="Reason"/> says why.</summary>
public sealed record LikelihoodRatioTest
{
    internal LikelihoodRatioTest(double chiSquare, int degreesOfFreedom, ChiBarSquare? mixture, string? reason) =>
        (ChiSquare, DegreesOfFreedom, Mixture, Reason) = (chiSquare, degreesOfFreedom, mixture, reason);

    /// <summary>Twice the difference of the log-likelihoods; NaN where the models are not nested.</summary>
    public double ChiSquare { get; }

    /// <summary>The number of parameters by which the models differ.</summary>
    public int DegreesOfFreedom { get; }

    /// <summary>The p value by the chi-square distribution: too large where variances are set to zero (see <see cref="MixturePValue"/>). NaN without a test.</summary>
    public double PValue => DegreesOfFreedom > 0 && IsNested ? Hypotheses.TailProbability.OfChiSquare(ChiSquare, DegreesOfFreedom) : double.NaN;

    /// <summary>The distribution of the statistic where the smaller model sets variances to zero; null where it sets none.</summary>
    public ChiBarSquare? Mixture { get; }

    /// <summary>The p value by <see cref="Mixture"/>; null where the smaller model sets no variance to zero.</summary>
    public double? MixturePValue => IsNested ? Mixture?.UpperTail(ChiSquare) : null;

    /// <summary>Whether the smaller model is nested in the larger one.</summary>
    public bool IsNested => Reason is null;

    /// <summary>Why the models are not nested, a plain sentence; null where they are.</summary>
    public string? Reason { get; }

    /// <summary>The test, or why there is none.</summary>
    public override string ToString() => FormattableString.Invariant($"{(IsNested ? FormattableString.Invariant($"chi-square({DegreesOfFreedom}) = {ChiSquare:G6}, p = {PValue:G4}") : Reason)}");
}
