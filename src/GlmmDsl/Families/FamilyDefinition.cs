using System.Collections.Immutable;
using GlmmDsl.Design;
using GlmmDsl.Families.Dispersed;
using GlmmDsl.Formulas;

namespace GlmmDsl.Families;

/// <summary>
/// Everything that depends on the distribution of the response. Engines, inference, summaries and diagnostics ask it, and never which family it is. What
/// is known before any data are seen is in <see cref="FamilyFacts"/>, which the analyzers and the generator read too. Stateless.
/// </summary>
internal abstract class FamilyDefinition
{
    /// <summary>Takes the family's row of the table of facts.</summary>
    protected FamilyDefinition(Family family)
        : this(family, FamilyFacts.Of(family.ToString()) ?? throw new InvalidOperationException($"The table of facts has no family {family}."))
    {
    }

    private FamilyDefinition(Family family, FamilyFacts facts)
        : this(family, facts.Words, facts.RName, facts.Range, [.. facts.Links.Select(Enum.Parse<Link>)])
    {
    }

    /// <summary>Takes what is known of a family before any data are seen.</summary>
    protected FamilyDefinition(Family family, string words, string rName, ResponseRange range, ImmutableArray<Link> links)
    {
        Family = family;
        Links = links;
        Words = words;
        RName = rName;
        Range = range;
        ResponseForm = range switch
        {
            ResponseRange.Successes => ResponseForm.Successes,
            ResponseRange.Counts or ResponseRange.PositiveCounts => ResponseForm.Count,
            ResponseRange.Categories => ResponseForm.Category,
            _ => ResponseForm.Number,
        };
    }

    /// <summary>Which it is.</summary>
    public Family Family { get; }

    /// <summary>Its name in the enumeration, or the name of a family of the program's own.</summary>
    public virtual string Label => Family.ToString();

    /// <summary>Its name in a sentence.</summary>
    public string Words { get; }

    /// <summary>R's name of it, as glmmTMB has it: <c>nbinom2</c>.</summary>
    public string RName { get; }

    /// <summary>The user's family that this is; null for one of the library's.</summary>
    public virtual ResponseFamily? Definition => null;

    /// <summary>R's name of a link: <c>1/mu^2</c>.</summary>
    public static string RNameOf(Link link) => link == Link.InverseSquare ? "1/mu^2" : link.ToString().ToLowerInvariant();

    /// <summary>What a response can be.</summary>
    public ResponseRange Range { get; }

    /// <summary>What the response must be.</summary>
    public ResponseForm ResponseForm { get; }

    /// <summary>Its links, the usual one first.</summary>
    public ImmutableArray<Link> Links { get; }

    /// <summary>What a mean of the response is called at the head of a column: <c>prob</c>, <c>rate</c>.</summary>
    public virtual string MeanName => "response";

    /// <summary>Whether it has a dispersion parameter, which is estimated.</summary>
    public abstract bool HasDispersion { get; }

    /// <summary>Whether it has a density, else probabilities.</summary>
    public bool IsContinuous => ResponseForm == ResponseForm.Number;

    /// <summary>Whether a row is a number of successes in a number of trials (then its size m is that number); else m is a weight.</summary>
    public bool HasTrials => ResponseForm == ResponseForm.Successes;

    /// <summary>The link meant: the usual one for <see cref="Link.Default"/>.</summary>
    public Link Resolve(Link link) => link == Link.Default ? Links[0] : link;

    /// <summary>Refuses a link that the family does not have.</summary>
    /// <exception cref="ArgumentException">The family has no such link; the message names those it has.</exception>
    public void RequireLink(Link link)
    {
        if (!Links.Contains(Resolve(link)))
        {
            throw new ArgumentException($"The {Label} family has no {link} link here; its links are {string.Join(", ", Links)}.", nameof(link));
        }
    }

    /// <summary>The likelihood with a link.</summary>
    /// <exception cref="ArgumentException">The family has no such link.</exception>
    public LikelihoodKernel Kernel(Link link)
    {
        RequireLink(link);
        return KernelOf(Resolve(link));
    }

    /// <summary>The likelihood as a function of all the linear predictors that the family has: beside the conditional one a dispersion, a shape.</summary>
    /// <exception cref="ArgumentException">The family has no such link.</exception>
    public PredictorsKernel PredictorsKernel(Link link)
    {
        RequireLink(link);
        return PredictorsKernelOf(Resolve(link));
    }

    /// <summary>Whether the link gives a likelihood of one linear predictor only, for which there is a kernel of its own.</summary>
    public virtual bool HasOnePredictor(Link link) => !HasDispersion;

    /// <summary>Whether the likelihood of identical rows of successes is that of their sums, but for a constant: of a binomial family, and of no other with trials.</summary>
    public bool SumsRows => !HasTrials || HasOnePredictor(Links[0]);

    /// <summary>Whether structural zeros can be added: the response is a count, or a number that is never below 0.</summary>
    public bool CanBeZeroInflated => FamilyFacts.CanBeZeroInflatedIn(Range);

    /// <summary>Whether the expected information of the mean has a closed form, with the usual link.</summary>
    public bool HasExpectedInformation => PredictorsKernel(Links[0]).HasExpectedInformation;

    /// <summary>This family with the dispersion and the shape that a fit has found; the same where there are none.</summary>
    public virtual FamilyDefinition With(FamilyConstants constants) => this;

    /// <summary>This family at values of its linear predictors beside the conditional one; zero inflation is not the family's, and is left aside.</summary>
    /// <param name="predictors">What the predictors stand for.</param>
    /// <param name="etas">Their values.</param>
    public virtual FamilyDefinition At(ReadOnlySpan<Predictor> predictors, ReadOnlySpan<double> etas)
    {
        double dispersion = 1, shape = 1;
        for (int k = 0; k < etas.Length; k++)
        {
            switch (predictors[k])
            {
                case Predictor.ZeroInflation:
                    break;
                case Predictor.Dispersion:
                    dispersion = Math.Exp(etas[k]);
                    break;
                default:
                    shape = ShapeOf(etas[k]);
                    break;
            }
        }

        return With(new FamilyConstants(dispersion, shape));
    }

    /// <summary>Whether the variance of a row is known.</summary>
    public virtual bool HasVariance => true;

    /// <summary>Whether the response has ordered categories, numbered from 0, which thresholds divide.</summary>
    public virtual bool HasThresholds => false;

    /// <summary>The thresholds that a fit has found, ascending; empty before, and where there are none.</summary>
    public virtual ImmutableArray<double> Thresholds => [];

    /// <summary>This family with the thresholds that a fit has found.</summary>
    /// <param name="values">The thresholds, ascending.</param>
    /// <param name="link">The link of the fit.</param>
    public virtual FamilyDefinition WithThresholds(ImmutableArray<double> values, Link link) => this;

    /// <summary>The probability of a category at η.</summary>
    /// <exception cref="NotSupportedException">A response without categories.</exception>
    public virtual double CategoryProbability(int category, double eta) => throw new NotSupportedException($"A response of the {Words} family has no categories.");

    /// <summary>P(Y > j) as a function of η − θⱼ: its mean is the probability of an upper category.</summary>
    /// <exception cref="NotSupportedException">A response without categories.</exception>
    public virtual LikelihoodKernel UpperTail() => throw new NotSupportedException($"A response of the {Words} family has no categories.");

    /// <summary>The probability of a category or a lower one at η.</summary>
    /// <exception cref="NotSupportedException">A response without categories.</exception>
    public virtual double CumulativeProbability(int category, double eta) => throw new NotSupportedException($"A response of the {Words} family has no categories.");

    /// <summary>The variance of a row of one trial.</summary>
    /// <param name="mean">μ.</param>
    public virtual double VarianceOf(double mean) => Kernel(Links[0]).Variance(mean);

    /// <summary>The mean of a response from μ, which the link gives: μ itself, but of a family that excludes 0 the larger mean of what is left.</summary>
    public virtual double ResponseMean(double mean) => mean;

    /// <summary>Whether the mean of a response is the link's μ.</summary>
    public virtual bool HasMeansOfLink => ResponseMean(1) == 1;

    /// <summary>What R's <c>sigma()</c> gives for a dispersion: its root for a Gaussian and an inverse Gaussian family, 1/√ of a gamma shape, else the dispersion itself.</summary>
    public virtual double SigmaOf(double dispersion) => dispersion;

    /// <summary>What the model is where the dispersion or a shape runs to a limit, and what to do, as the end of a sentence; null where that is no simpler family.</summary>
    /// <param name="predictor">Which of the two.</param>
    /// <param name="isInfinite">Whether it runs to infinity; else to 0.</param>
    public virtual string? LimitOf(Predictor predictor, bool isInfinite) => null;

    /// <summary>A shape on its natural scale from its predictor.</summary>
    /// <param name="eta">The predictor.</param>
    /// <param name="index">Which shape, of a family that has several.</param>
    public virtual double ShapeOf(double eta, int index = 0) => Math.Exp(eta);

    /// <summary>What a shape is called.</summary>
    public virtual string? ShapeNameOf(int index) => ShapeName;

    /// <summary>What the shape is called, <c>Student-t df</c>; null where there is none.</summary>
    public virtual string? ShapeName => null;

    /// <summary>What a row observed, on the scale of the mean; of ordered categories their number from 1.</summary>
    /// <param name="y">Its total.</param>
    /// <param name="m">Its size.</param>
    public double Observed(double y, double m) => HasTrials ? y / m : HasThresholds ? y + 1 : y;

    /// <summary>The expected total of a row.</summary>
    /// <param name="mean">The mean, of one trial.</param>
    /// <param name="m">Its size.</param>
    public double ExpectedTotal(double mean, double m) => HasTrials ? m * mean : mean;

    /// <summary>Whether a model with the link is a linear one, which has an engine of its own.</summary>
    public virtual bool IsLinear(Link link) => false;

    /// <summary>Whether a link reaches an end of the response's support at infinity only, so that fixed effects can separate the outcomes.</summary>
    public virtual bool CanSeparate(Link link) => false;

    /// <summary>
    /// In which direction η can go to infinity while the likelihood of a row grows: −1 down, +1 up, 0 neither. A row at the end of its support (no success, all
    /// successes, a count of 0) has such a direction where the link reaches that mean only at infinity.
    /// </summary>
    /// <param name="link">The link.</param>
    /// <param name="y">The row's total.</param>
    /// <param name="m">Its size.</param>
    public virtual int SeparationSign(Link link, double y, double m) => 0;

    /// <summary>Whether rows of one trial leave nothing of the family's variance to check: 0 and 1 cannot be overdispersed.</summary>
    public virtual bool IsDispersionCheckable(bool hasOneTrialARow) => !HasDispersion && !HasThresholds && !(HasTrials && hasOneTrialARow);

    /// <summary>Where the distribution puts an observation. The smaller tail is given, so that residuals far from 0 keep their digits.</summary>
    /// <param name="y">The row's total.</param>
    /// <param name="m">Its size.</param>
    /// <param name="mean">Its mean, of one trial.</param>
    /// <exception cref="NotSupportedException">A family with a density, whose quantile residuals are the scaled ones.</exception>
    public virtual TailInterval Tails(double y, double m, double mean) => throw new NotSupportedException($"The {Label} family is continuous: its quantile residuals are the scaled residuals.");

    /// <summary>The variance that a row has on the scale of the linear predictor, in addition to that of the random effects.</summary>
    /// <param name="link">The link, resolved.</param>
    /// <param name="kind">Which variance.</param>
    /// <param name="dispersion">The dispersion; read where there is one.</param>
    /// <param name="nullMean">The mean that the model expects with an intercept for all its fixed effects; asked for only where it is needed.</param>
    /// <exception cref="ArgumentException">A kind that the family and link do not have.</exception>
    /// <exception cref="InvalidOperationException">A link without such a variance.</exception>
    public double LatentVariance(Link link, LatentVariance kind, double dispersion, Func<double> nullMean)
    {
        if (kind != GlmmDsl.LatentVariance.Default && !HasLatentVariances(link))
        {
            throw new ArgumentException(
                $"The variance {kind} belongs to Poisson models with the log link. A model of the {Label} family with the {link} link has its own: ask for {GlmmDsl.LatentVariance.Default}.",
                nameof(kind));
        }

        return LatentVarianceOf(link, kind, dispersion, nullMean);
    }

    /// <summary>What a row's total must be, in a sentence's end ("a count, a whole number from 0"), where it is none of the family's; null where it is one.</summary>
    /// <param name="y">The total.</param>
    /// <param name="m">The number of trials of a family that has trials.</param>
    public virtual string? Refusal(double y, double m) => null;

    /// <summary>What is wrong with totals that leave nothing to explain ("is 0 in every row"), null where they do.</summary>
    /// <param name="y">The totals.</param>
    /// <param name="m">Their numbers of trials, of a family that has trials.</param>
    public virtual string? Emptiness(ReadOnlySpan<double> y, ReadOnlySpan<double> m) => null;

    /// <summary>A random total of a row.</summary>
    /// <param name="random">The random numbers.</param>
    /// <param name="mean">Its mean, of one trial.</param>
    /// <param name="m">Its number of trials, of a family that has trials.</param>
    /// <exception cref="NotSupportedException">A family whose rows are not drawn so.</exception>
    public virtual double Draw(Random random, double mean, double m) => throw new NotSupportedException($"Responses of the {Label} family cannot be simulated with this link.");

    /// <summary>The kernel of a link that the family has.</summary>
    protected abstract LikelihoodKernel KernelOf(Link link);

    /// <summary>The kernel of all linear predictors for a link that the family has.</summary>
    protected abstract PredictorsKernel PredictorsKernelOf(Link link);

    /// <summary>Whether several latent variances are in use.</summary>
    protected virtual bool HasLatentVariances(Link link) => false;

    /// <inheritdoc cref="LatentVariance(Link, LatentVariance, double, Func{double})"/>
    protected abstract double LatentVarianceOf(Link link, LatentVariance kind, double dispersion, Func<double> nullMean);
}
