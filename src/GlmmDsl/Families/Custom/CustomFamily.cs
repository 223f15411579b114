using System.Collections.Immutable;
using System.Globalization;
using GlmmDsl.Families.Dispersed;
using GlmmDsl.Formulas;

namespace GlmmDsl.Families.Custom;

/// <summary>A user's family as the engine sees it. An instance has values of the linear predictors beside the conditional one, those where a search starts until a fit binds it to its estimates.</summary>
internal sealed class CustomFamily : FamilyDefinition
{
    /// <summary>Means at which it is seen whether the mean of a response is the link's.</summary>
    private static readonly double[] Probes = [0.25, 0.5, 0.75];

    private readonly ResponseFamily family;
    private readonly double[] others;

    /// <summary>Takes a user's family.</summary>
    public CustomFamily(ResponseFamily family)
        : this(family, [.. family.Parameters.Select(p => LinkFunction.Of(p.Link).Link(p.Start))])
    {
    }

    private CustomFamily(ResponseFamily family, double[] others)
        : base(Family.Custom, family.Name, family.Name, family.Range, [family.Link])
    {
        this.family = family;
        this.others = others;
        Kinds = [Predictor.Conditional, .. family.Parameters.Select(p => p.IsDispersion ? Predictor.Dispersion : Predictor.Shape)];
    }

    /// <summary>The user's family.</summary>
    public override ResponseFamily Definition => family;

    /// <summary>What its linear predictors stand for.</summary>
    public ImmutableArray<Predictor> Kinds { get; }

    public override string Label => family.Name;

    public override bool HasDispersion => Kinds.Contains(Predictor.Dispersion);

    public override string MeanName => ResponseForm switch
    {
        Design.ResponseForm.Successes => "prob",
        Design.ResponseForm.Count => "rate",
        _ => base.MeanName,
    };

    /// <summary>The engine of several predictors serves one predictor too.</summary>
    public override bool HasOnePredictor(Link link) => false;

    /// <remarks>Whether the user's density leaves nothing of the variance to check is not known.</remarks>
    public override bool IsDispersionCheckable(bool hasOneTrialARow) => false;

    public override bool HasMeansOfLink => Probes.All(m => Math.Abs(ResponseMean(m) - m) < 1e-12);

    public override FamilyDefinition At(ReadOnlySpan<Predictor> predictors, ReadOnlySpan<double> etas)
    {
        var own = new List<double>(others.Length);
        for (int k = 0; k < etas.Length; k++)
        {
            if (predictors[k] != Predictor.ZeroInflation)
            {
                own.Add(etas[k]);
            }
        }

        return new CustomFamily(family, [.. own]);
    }

    public override bool HasVariance
    {
        get
        {
            try
            {
                return family.VarianceOf([family.LinkFunction.Link(0.5), .. others]) is not double.NaN;
            }
            catch (NotSupportedException)
            {
                return false;
            }
        }
    }

    public override double VarianceOf(double mean) => family.VarianceOf(Eta(mean));

    public override double ResponseMean(double mean) => family.MeanOf(Eta(mean));

    public override double ShapeOf(double eta, int index = 0) => LinkFunction.Of(Shape(index).Link).Mean(eta);

    public override string? ShapeNameOf(int index) => Shape(index).Name;

    public override TailInterval Tails(double y, double m, double mean)
    {
        double[] eta = Eta(mean);
        if (Counts(eta, mean, m) is { } counts)
        {
            return counts.At(y);
        }

        // Where a value has a probability of its own, the distribution function jumps.
        double at = family.CdfOf(eta, y, m), before = family.CdfOf(eta, Math.BitDecrement(y), m);
        return at < 0.5 ? new TailInterval(before, at, IsUpper: false) : new TailInterval(family.UpperTailOf(eta, Math.BitDecrement(y), m), family.UpperTailOf(eta, y, m), IsUpper: true);
    }

    public override double Draw(Random random, double mean, double m)
    {
        double[] eta = Eta(mean);
        return Counts(eta, mean, m) is { } counts ? counts.Draw(random) : family.SampleOf(random, eta, m);
    }

    public override string? Refusal(double y, double m) => OutOfRange(y, m) ?? family.RefusalOf(y, m);

    public override string? Emptiness(ReadOnlySpan<double> y, ReadOnlySpan<double> m) => family.Range switch
    {
        ResponseRange.Successes => !y.ContainsAnyExcept(0.0) ? "has no success" : y.SequenceEqual(m) ? "has no failure" : null,
        ResponseRange.Counts or ResponseRange.NumbersFromZero => !y.ContainsAnyExcept(0.0) ? "is 0 in every row" : null,
        ResponseRange.PositiveCounts => !y.ContainsAnyExcept(1.0) ? "is 1 in every row" : null,
        _ => null,
    };

    protected override LikelihoodKernel KernelOf(Link link) => new CustomBoundKernel(this, others);

    protected override PredictorsKernel PredictorsKernelOf(Link link) => new CustomKernel(this);

    protected override double LatentVarianceOf(Link link, LatentVariance kind, double dispersion, Func<double> nullMean) => throw new InvalidOperationException(
        $"For the family {Words}, which is the program's own, no variance of a row on the scale of the linear predictor is known: intraclass correlation and R² are not given.");

    /// <summary>All linear predictors of a row whose conditional predictor is the link of a number.</summary>
    private double[] Eta(double mean) => [family.LinkFunction.Link(mean), .. others];

    private CountTails? Counts(double[] eta, double mean, double m) => family.Range switch
    {
        ResponseRange.Successes => new CountTails(n => CountMoments.Probability(family, eta, n, m), m * family.MeanOf(eta), 0, m),
        ResponseRange.Counts => new CountTails(n => CountMoments.Probability(family, eta, n, m), Math.Max(mean, family.MeanOf(eta)), 0, double.PositiveInfinity),
        ResponseRange.PositiveCounts => new CountTails(n => CountMoments.Probability(family, eta, n, m), Math.Max(mean, family.MeanOf(eta)), 1, double.PositiveInfinity),
        _ => null,
    };

    private FamilyParameter Shape(int index) => family.Parameters.Where(p => !p.IsDispersion).ElementAt(index);

    private string? OutOfRange(double y, double m) => family.Range switch
    {
        ResponseRange.Successes => y >= 0 && y <= m && y == Math.Floor(y)
            ? null : string.Create(CultureInfo.InvariantCulture, $"the number of successes, a whole number from 0 to the row's {m:R} trials"),
        ResponseRange.Counts => y >= 0 && y == Math.Floor(y) ? null : "a count, a whole number from 0",
        ResponseRange.PositiveCounts => y >= 1 && y == Math.Floor(y) ? null : "a count above 0, a whole number from 1",
        ResponseRange.PositiveNumbers => y > 0 ? null : "a number above 0",
        ResponseRange.NumbersFromZero => y >= 0 ? null : "a number from 0",
        ResponseRange.Proportions => y is > 0 and < 1 ? null : "a number between 0 and 1, 0 and 1 themselves excluded",
        _ => null,
    };
}
