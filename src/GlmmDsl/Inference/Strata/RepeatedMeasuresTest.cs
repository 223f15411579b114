using GlmmDsl.Inference.Hypotheses;

namespace GlmmDsl.Inference;

/// <summary>The F test of a term in its error stratum, under sphericity; sums of squares of type III.</summary>
public sealed record RepeatedMeasuresTest
{
    internal RepeatedMeasuresTest(string name, double sumOfSquares, int numerator, double errorSumOfSquares, int denominator, double others)
    {
        Name = name;
        SumOfSquares = sumOfSquares;
        NumeratorDegreesOfFreedom = numerator;
        ErrorSumOfSquares = errorSumOfSquares;
        DenominatorDegreesOfFreedom = denominator;
        GeneralizedEtaSquared = sumOfSquares / (sumOfSquares + others);
    }

    /// <summary>The term, or <c>(Intercept)</c>.</summary>
    public string Name { get; }

    /// <summary>Its sum of squares.</summary>
    public double SumOfSquares { get; }

    /// <summary>Its degrees of freedom.</summary>
    public int NumeratorDegreesOfFreedom { get; }

    /// <summary>The sum of squares of the errors of its stratum.</summary>
    public double ErrorSumOfSquares { get; }

    /// <summary>Their degrees of freedom.</summary>
    public int DenominatorDegreesOfFreedom { get; }

    /// <summary>F.</summary>
    public double Statistic => SumOfSquares / NumeratorDegreesOfFreedom / (ErrorSumOfSquares / DenominatorDegreesOfFreedom);

    /// <summary>The p value under sphericity.</summary>
    public double PValue => TailProbability.OfF(Statistic, NumeratorDegreesOfFreedom, DenominatorDegreesOfFreedom);

    /// <summary>Generalised η² (Olejnik and Algina 2003, Psychol. Methods 8), the share of the sum of squares in it and all errors, those between subjects too, and the terms of factors that were observed (<see cref="RepeatedMeasuresAnova.Observed"/>); without these all factors count as manipulated.</summary>
    public double GeneralizedEtaSquared { get; }

    /// <summary>Partial η²: the share of the sum of squares in it and the errors of its stratum.</summary>
    public double PartialEtaSquared => SumOfSquares / (SumOfSquares + ErrorSumOfSquares);

    /// <summary>Sphericity, and the tests corrected for its lack; null for a term between subjects, for one with one contrast, and with too few subjects.</summary>
    public SphericityTest? Sphericity { get; internal init; }

    /// <summary>The term with its test.</summary>
    public override string ToString() => FormattableString.Invariant($"{Name}: F({NumeratorDegreesOfFreedom}, {DenominatorDegreesOfFreedom}) = {Statistic:G6}, p = {PValue:G4}");
}
