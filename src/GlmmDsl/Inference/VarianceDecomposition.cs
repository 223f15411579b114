using GlmmDsl.Families;
using GlmmDsl.Fits;
using GlmmDsl.Inference;
using MathNet.Numerics;

namespace GlmmDsl;

/// <summary>
/// The variance of the response in three parts, on the scale of the linear predictor: what intraclass correlations and R² are shares of
/// (Nakagawa, Johnson and Schielzeth 2017, J. R. Soc. Interface 14).
/// </summary>
/// <param name="Fixed">σ²_f, the sample variance of Xβ̂ over the rows.</param>
/// <param name="Random">
/// σ²_b. With random slopes the mean over the rows of zᵀΣz (Johnson 2014, Methods Ecol. Evol. 5, eq. 11), with intercepts alone the sum of their variances.
/// </param>
/// <param name="Residual">
/// σ²_ε: of a linear model σ² of a row of weight 1; of a generalised model the variance named by <see cref="LatentVariance"/> and that of a random
/// intercept with a level for each row, which stands for overdispersion and not for a group.
/// </param>
public readonly record struct VarianceDecomposition(double Fixed, double Random, double Residual)
{
    /// <summary>The share of groups in what the fixed effects leave, and in all variance.</summary>
    public IntraclassCorrelation IntraclassCorrelation => new(Random / (Random + Residual), Random / (Fixed + Random + Residual));

    /// <summary>The share of the fixed effects, and of fixed and random effects together.</summary>
    public RSquared RSquared => new(Fixed / (Fixed + Random + Residual), (Fixed + Random) / (Fixed + Random + Residual));

    /// <summary>Takes it from a fit.</summary>
    /// <exception cref="ArgumentException">A variance of Poisson models for another.</exception>
    /// <exception cref="InvalidOperationException">The cauchit link; or a fit to cross-products of rows with different weights.</exception>
    internal static VarianceDecomposition Of(FittedModel model, LatentVariance kind, CancellationToken cancellationToken)
    {
        double residual = OfOneRow(model, kind, cancellationToken);
        double random = 0;
        for (int t = 0; t < model.Matrices.Random.Length; t++)
        {
            bool isOfRows = model.Response is not null && model.Matrices.Random[t].Group.Levels.Length == model.ObservationCount;
            double variance = MeanVariance(model, t);
            residual += isOfRows ? variance : 0;
            random += isOfRows ? 0 : variance;
        }

        return new VarianceDecomposition(model.FixedVariance(), random, residual);
    }

    private static double OfOneRow(FittedModel model, LatentVariance kind, CancellationToken cancellationToken)
    {
        Link link = model.Response is { } response ? FamilyLink.Resolve(response.Family, response.Link) : Link.Identity;
        bool isLogOfCounts = model.Response?.Family == Family.Poisson && link == Link.Log;
        if (kind != LatentVariance.Default && !isLogOfCounts)
        {
            throw new ArgumentException(
                $"The variance {kind} belongs to Poisson models with the log link. A model of the {model.Response?.Family ?? Family.Gaussian} family with the {link} link has one of its own: ask for {LatentVariance.Default}.",
                nameof(kind));
        }

        if (model.Response is null)
        {
            return model.VarianceComponents.Residual.Variance;
        }

        return link switch
        {
            Link.Logit => Math.PI * Math.PI / 3,
            Link.Probit => 1,
            Link.Cloglog => Math.PI * Math.PI / 6,
            Link.Cauchit => throw new InvalidOperationException(
                "With the cauchit link a row has no variance on the scale of the linear predictor: a Cauchy variable has none. Intraclass correlation and R² are undefined; fit with the logit or probit link to have them."),
            Link.Sqrt => 0.25,
            Link.Identity => NullModel.MeanCount(model, cancellationToken),
            _ => OfCount(kind, model, cancellationToken),
        };
    }

    private static double OfCount(LatentVariance kind, FittedModel model, CancellationToken cancellationToken) => kind switch
    {
        LatentVariance.One => 1,
        LatentVariance.Delta => 1 / NullModel.MeanCount(model, cancellationToken),
        LatentVariance.Trigamma => Trigamma(NullModel.MeanCount(model, cancellationToken)),
        _ => SpecialFunctions.Log1p(1 / NullModel.MeanCount(model, cancellationToken)),
    };

    private static double MeanVariance(FittedModel model, int term)
    {
        int width = model.Matrices.Random[term].Width;
        double total = 0;
        for (int i = 0; i < width; i++)
        {
            for (int j = 0; j < width; j++)
            {
                total += model.VarianceComponents[term].Covariance(i, j) * model.MeanProduct(term, i, j);
            }
        }

        return total;
    }

    /// <summary>ψ₁(x) for x > 0: the recurrence ψ₁(x) = ψ₁(x + 1) + 1/x² up to 10, there the asymptotic series (Abramowitz and Stegun 6.4.6, 6.4.12).</summary>
    private static double Trigamma(double x)
    {
        double sum = 0;
        for (; x < 10; x++)
        {
            sum += 1 / (x * x);
        }

        double r = 1 / (x * x);
        double series = 1 + (r * ((1 / 6.0) - (r * ((1 / 30.0) - (r * ((1 / 42.0) - (r * ((1 / 30.0) - (r * 5 / 66)))))))));
        return sum + (series / x) + (r / 2);
    }
}
