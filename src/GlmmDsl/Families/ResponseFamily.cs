using System.Collections.Immutable;
using System.Globalization;
using GlmmDsl.Formulas;

namespace GlmmDsl.Families;

/// <summary>
/// A family of your own: derive from it, give the constructor what is known before any data are seen, and write the density once, for numbers that carry their derivatives
/// (<see cref="IJet{T}"/>, with the functions of <see cref="Jet"/>). It is fitted with <c>FitOptions.ResponseFamily</c> at run time, and with
/// <c>[GeneralizedLinearMixedModel&lt;Row&gt;(formula, typeof(MyFamily))]</c> in a typed model, by Laplace or quadrature, with random effects, zero inflation and dispersion formulas as the families of
/// <see cref="Family"/>. Everything beside the density has a default or is asked for by the results that need it: <see cref="Variance"/> by Pearson residuals,
/// <see cref="Cdf"/> by quantile residuals, <see cref="Sample"/> by simulation and the bootstrap. Counts and successes have all three from the density.
/// </summary>
/// <remarks>
/// In every member <c>eta</c> holds the linear predictors: first that of the mean, then those of the parameters in the order of <see cref="Parameters"/>. <c>m</c> is the row's number of trials
/// for <see cref="ResponseRange.Successes"/>, else 1: weights multiply the logarithm of the density outside the family. A family must be immutable: fits call it from several threads.
/// </remarks>
/// <example>
/// Weibull with shape k and mean μ:
/// <code>
/// public sealed class Weibull() : ResponseFamily("weibull", ResponseRange.PositiveNumbers, Link.Log, FamilyParameter.Shape("Weibull shape", Link.Log, 1))
/// {
///     protected override T LogDensity&lt;T&gt;(ReadOnlySpan&lt;T&gt; eta, double y, double m)
///     {
///         T k = Jet.Exp(eta[1]);
///         T z = k * (Math.Log(y) - eta[0] + Jet.LogGamma(1 + (1 / k)));
///         return eta[1] + z - Jet.Exp(z) - Math.Log(y);
///     }
/// }
/// </code>
/// </example>
public abstract partial class ResponseFamily
{
    /// <summary>The most parameters that a family has beside its mean.</summary>
    public const int MostParameters = 5;

    private readonly LinkFunction link;

    /// <summary>Takes what is known before any data are seen.</summary>
    /// <param name="name">The name, in summaries and messages: <c>weibull</c>. A saved fit holds it.</param>
    /// <param name="range">What a response may be; rows outside are refused with their number. <see cref="Refusal"/> can narrow it.</param>
    /// <param name="link">The link of the mean: eta[0] is the link of what <see cref="Mean"/> gives, unless that is overridden.</param>
    /// <param name="parameters">What the density depends on beside the mean: at most one <see cref="FamilyParameter.Dispersion"/>, and shapes; none for a family of the mean alone.</param>
    /// <exception cref="ArgumentException">No name, no such range or link, two dispersions or too many parameters.</exception>
    protected ResponseFamily(string name, ResponseRange range, Link link, params ReadOnlySpan<FamilyParameter> parameters)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (range == ResponseRange.Categories)
        {
            throw new ArgumentException($"The family '{name}' has a response of categories, which a density of one's own does not describe: use Family.Cumulative.", nameof(range));
        }

        if (!Enum.IsDefined(range))
        {
            throw new ArgumentException($"The family '{name}' has the range {range}, which is not a {nameof(ResponseRange)}.", nameof(range));
        }

        Parameters = [.. parameters];
        if (Parameters.Length > MostParameters || Parameters.Contains(null!) || Parameters.Count(p => p.IsDispersion) > 1)
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"The family '{name}' must have at most {MostParameters} parameters beside its mean, none of them null and one dispersion among them at most."), nameof(parameters));
        }

        this.link = LinkFunction.Of(link);
        Name = name;
        Range = range;
        Link = link;
    }

    /// <summary>Its name, in summaries and messages.</summary>
    public string Name { get; }

    /// <summary>What a response may be.</summary>
    public ResponseRange Range { get; }

    /// <summary>The link of the mean.</summary>
    public Link Link { get; }

    /// <summary>What the density depends on beside the mean, in the order of the linear predictors.</summary>
    public ImmutableArray<FamilyParameter> Parameters { get; }

    /// <summary>log f(y), with all constants. NaN or −∞ where the predictors leave the range of the parameters.</summary>
    /// <param name="eta">The linear predictors.</param>
    /// <param name="y">The response, inside the range; for successes their number.</param>
    /// <param name="m">The number of trials for successes, else 1.</param>
    /// <typeparam name="T">A number with its derivatives.</typeparam>
    protected abstract T LogDensity<T>(ReadOnlySpan<T> eta, double y, double m)
        where T : struct, IJet<T>;

    /// <summary>What a response must be, at the end of a sentence (<c>a number from 0 to 1</c>), where y is none of the family's; null where it is one. Asked of responses inside <see cref="Range"/>; all are the family's by default.</summary>
    /// <param name="y">The response.</param>
    /// <param name="m">The number of trials for successes, else 1.</param>
    protected virtual string? Refusal(double y, double m) => null;

    /// <summary>Whether log f is concave in eta[0] for all responses. Then a search for conditional modes has one answer, and takes full Newton steps. False by default, which is always safe.</summary>
    protected virtual bool IsLogConcave => false;

    /// <summary>A mean near a response, inside the range of means, where a search can begin; by default the response, moved inside.</summary>
    /// <param name="y">The response.</param>
    /// <param name="m">The number of trials for successes, else 1.</param>
    protected virtual double StartingMean(double y, double m) => Range switch
    {
        ResponseRange.Successes => (y + 0.5) / (m + 1),
        ResponseRange.Counts or ResponseRange.NumbersFromZero => y + 0.1,
        ResponseRange.PositiveCounts => y,
        ResponseRange.Numbers when Link is Link.Logit or Link.Probit or Link.Cloglog or Link.Cauchit => Math.Clamp(y, 0.02, 0.98),
        ResponseRange.Numbers when Link is not Link.Identity => y > 0 ? y : 0.1,
        _ => y,
    };

    /// <summary>The mean of the response, for successes of one trial; by default the inverse link of eta[0].</summary>
    /// <param name="eta">The linear predictors.</param>
    protected virtual double Mean(ReadOnlySpan<double> eta) => link.Mean(eta[0]);

    /// <summary>The variance of the response, for successes of one trial. Pearson residuals need it; counts and successes have it from the density.</summary>
    /// <param name="eta">The linear predictors.</param>
    /// <exception cref="NotSupportedException">A family of numbers that does not override it.</exception>
    protected virtual double Variance(ReadOnlySpan<double> eta) => Range switch
    {
        ResponseRange.Successes => Mean(eta) * (1 - Mean(eta)),
        ResponseRange.Counts or ResponseRange.PositiveCounts => new Custom.CountMoments(this, eta).Variance,
        _ => throw Missing(nameof(Variance), "Pearson residuals, and what else takes its variance, are not available"),
    };

    /// <summary>P(Y ≤ y). Quantile residuals need it; counts and successes have it from the density.</summary>
    /// <param name="eta">The linear predictors.</param>
    /// <param name="y">A response.</param>
    /// <param name="m">The number of trials for successes, else 1.</param>
    /// <exception cref="NotSupportedException">A family of numbers that does not override it.</exception>
    protected virtual double Cdf(ReadOnlySpan<double> eta, double y, double m) => throw Missing(nameof(Cdf), "quantile residuals are not available");

    /// <summary>P(Y > y), which keeps more digits than 1 − P(Y ≤ y) far out; that by default.</summary>
    /// <inheritdoc cref="Cdf"/>
    protected virtual double UpperTail(ReadOnlySpan<double> eta, double y, double m) => 1 - Cdf(eta, y, m);

    /// <summary>A random response. Simulation, the parametric bootstrap and power need it; counts and successes have it from the density.</summary>
    /// <param name="random">The random numbers: the only source of chance that results can repeat.</param>
    /// <param name="eta">The linear predictors.</param>
    /// <param name="m">The number of trials for successes, else 1.</param>
    /// <exception cref="NotSupportedException">A family of numbers that does not override it.</exception>
    protected virtual double Sample(Random random, ReadOnlySpan<double> eta, double m) =>
        throw Missing(nameof(Sample), "responses cannot be simulated, and there is no parametric bootstrap");

    /// <summary>The mean by the family's link, for densities that are written in the mean.</summary>
    /// <param name="eta">eta[0].</param>
    protected T InverseLink<T>(in T eta)
        where T : struct, IJet<T> => link.Mean(eta);

    /// <summary>The logarithm of the mean by the family's link, without the detour over the mean.</summary>
    /// <param name="eta">eta[0].</param>
    protected T LogInverseLink<T>(in T eta)
        where T : struct, IJet<T> => link.LogMean(eta);

    /// <summary>The functions of the mean's link.</summary>
    internal LinkFunction LinkFunction => link;

    private NotSupportedException Missing(string member, string consequence) =>
        new($"The family '{Name}' does not say its {(member == nameof(Cdf) ? "distribution function" : member == nameof(Sample) ? "random responses" : "variance")}: {consequence}. Override {member} in {GetType().Name} to have them.");
}
