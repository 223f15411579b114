using GlmmDsl.Fits;
using GlmmDsl.Inference.Hypotheses;

namespace GlmmDsl.Inference;

/// <summary>Pools fits of one model to several imputations of its data (Rubin 1987; Barnard and Rubin 1999).</summary>
public static class Pooled
{
    /// <summary>
    /// Pools fits by the best method that they have: Kenward and Roger's for linear models by REML, Satterthwaite's for those by ML, Wald's for generalised models. For
    /// another one call its method on each fit: <c>Pooled.Of(fits.Select(f => f.Satterthwaite()))</c>.
    /// </summary>
    /// <param name="fits">Fits of one model, two or more.</param>
    /// <exception cref="ArgumentException">Fewer than two fits, or fits of different models.</exception>
    public static PooledEstimates Of(params IEnumerable<MixedModelFit> fits)
    {
        ArgumentNullException.ThrowIfNull(fits);
        return Of(fits.Select(Tests));
    }

    /// <summary>Pools REML fits of a typed model.</summary>
    /// <inheritdoc cref="Of(IEnumerable{MixedModelFit})"/>
    /// <typeparam name="TFixedDesign">The key of row type, response and fixed-effects design.</typeparam>
    public static PooledEstimates Of<TFixedDesign>(params IEnumerable<IRemlFit<TFixedDesign>> fits) => Of(LikelihoodRatio.Of(fits).Select(f => new MixedModelFit(f)));

    /// <summary>Pools ML fits of a typed model.</summary>
    /// <inheritdoc cref="Of(IEnumerable{MixedModelFit})"/>
    /// <typeparam name="TResponse">The key of row type and response.</typeparam>
    public static PooledEstimates Of<TResponse>(params IEnumerable<IMlFit<TResponse>> fits) => Of(LikelihoodRatio.Of(fits).Select(f => new MixedModelFit(f)));

    /// <summary>Pools the tests of fits by one method, whose degrees of freedom count as those of complete data.</summary>
    /// <param name="tests">The tests of fits of one model, two or more.</param>
    /// <exception cref="ArgumentException">Fewer than two, or tests of different models or by different methods.</exception>
    public static PooledEstimates Of(params IEnumerable<FixedEffectsTests> tests)
    {
        ArgumentNullException.ThrowIfNull(tests);
        FixedEffectsTests[] all = [.. tests];
        if (all.Length < 2)
        {
            throw new ArgumentException("Pooling takes the fits of two imputations or more.", nameof(tests));
        }

        string[] names = [.. all[0].Covariance.Names];
        foreach (FixedEffectsTests other in all)
        {
            if (other.Method != all[0].Method)
            {
                throw new ArgumentException($"The tests are by different methods, {all[0].Method} and {other.Method}: take one for all imputations.", nameof(tests));
            }

            if (!other.Covariance.Names.SequenceEqual(names))
            {
                throw new ArgumentException(
                    $"The fits are not of one model: their coefficients differ ({string.Join(", ", names)}; against {string.Join(", ", other.Covariance.Names)}). Fit one formula to every imputation, with the same levels.",
                    nameof(tests));
            }
        }

        double[][] estimates = [.. all.Select(t => names.Select(n => t.Coefficients[n].Estimate).ToArray())];
        double[][] df = [.. all.Select(t => names.Select(n => t.Coefficients[n].DegreesOfFreedom).ToArray())];
        (TermHypothesis Hypothesis, double DegreesOfFreedom)[][] terms = [.. all.Select(t => t.TypeThree().ToArray())];
        return new PooledEstimates(
            all[0].Method,
            names,
            estimates,
            [.. all.Select(t => t.Covariance.ToArray())],
            [.. names.Select((_, j) => df.Average(d => d[j]))],
            [.. terms[0].Select((term, i) => (term.Hypothesis, terms.Average(t => t[i].DegreesOfFreedom)))]);
    }

    private static FixedEffectsTests Tests(MixedModelFit fit)
    {
        ArgumentNullException.ThrowIfNull(fit);
        FittedModel model = fit.Underlying;
        return !model.IsLinear ? fit.Wald() : model.Solution.IsReml ? fit.KenwardRoger() : fit.Satterthwaite();
    }
}
