namespace GlmmDsl;

/// <content>Fits of the same model again.</content>
public sealed partial class MixedModelFit
{
    /// <summary>
    /// Fits the model again to another response, as a simulation or a bootstrap does. Columns, groups and, in a linear model, all cross-products
    /// that do not involve the response are kept.
    /// </summary>
    /// <param name="response">One number for each row used (see <see cref="SourceRows"/>): in a binomial model, the successes among the row's trials.</param>
    /// <param name="thetaStart">Where the search for θ starts, in the order of <see cref="ThetaNames"/>; by default moment estimates.</param>
    /// <param name="cancellationToken">Ends the fit early.</param>
    /// <exception cref="ArgumentException">A wrong number of values, or one that is not finite.</exception>
    /// <exception cref="InvalidOperationException">A fit to cross-products, without rows.</exception>
    /// <exception cref="ModelDataException">Nothing is left for the residual variance, or a number is not valid for the family.</exception>
    /// <exception cref="NoticeException">A notice that the fit's options ask to have thrown.</exception>
    public MixedModelFit Refit(ReadOnlySpan<double> response, ReadOnlySpan<double> thetaStart = default, CancellationToken cancellationToken = default)
    {
        CheckFinite(response, RowCount, nameof(response), "response");
        return new(model.Refit([.. response], null, Start(thetaStart), cancellationToken));
    }

    /// <summary>Fits the model again with other weights: columns and groups are kept, and the sums over rows are computed again.</summary>
    /// <param name="weights">
    /// One positive number for each row used, of the fit's <see cref="WeightKind"/>. In a linear model, the precisions. In a binomial model fitted with trials as
    /// weights, the new trials: each row keeps its proportion of successes. In any other binomial model, how many identical rows the row represents. In a Poisson
    /// model, what the row's log-likelihood is multiplied by.
    /// </param>
    /// <param name="thetaStart">Where the search for θ starts; by default moment estimates.</param>
    /// <param name="cancellationToken">Ends the fit early.</param>
    /// <exception cref="ArgumentException">A wrong number of values, or one that is not positive and finite.</exception>
    /// <exception cref="InvalidOperationException">A fit to cross-products, without rows.</exception>
    /// <exception cref="ModelDataException">Trials of which a row's proportion is no whole number of successes.</exception>
    /// <exception cref="NoticeException">A notice that the fit's options ask to have thrown.</exception>
    public MixedModelFit RefitWithWeights(ReadOnlySpan<double> weights, ReadOnlySpan<double> thetaStart = default, CancellationToken cancellationToken = default)
    {
        CheckFinite(weights, RowCount, nameof(weights), "weight");
        foreach (double weight in weights)
        {
            if (!(weight > 0))
            {
                throw new ArgumentException("Every weight must be positive; leave out the rows that should not count.", nameof(weights));
            }
        }

        return new(model.Refit(null, [.. weights], Start(thetaStart), cancellationToken));
    }

    /// <summary>
    /// Fits the model again from another start, to check that the optimum does not depend on it. The search tries no other starts. In a generalised model the
    /// coefficients start from their best values for this θ.
    /// </summary>
    /// <param name="thetaStart">Where the search for θ starts, in the order of <see cref="ThetaNames"/>.</param>
    /// <param name="cancellationToken">Ends the fit early.</param>
    /// <exception cref="ArgumentException">A wrong number of parameters, or one that is not finite.</exception>
    public MixedModelFit RefitFrom(ReadOnlySpan<double> thetaStart, CancellationToken cancellationToken = default)
    {
        CheckFinite(thetaStart, model.Solution.Theta.Length, nameof(thetaStart), "covariance parameter");
        return new(model.Refit(null, null, [.. thetaStart], cancellationToken));
    }

    private double[]? Start(ReadOnlySpan<double> theta)
    {
        if (theta.IsEmpty)
        {
            return null;
        }

        CheckFinite(theta, model.Solution.Theta.Length, "thetaStart", "covariance parameter");
        return [.. theta];
    }

    private static void CheckFinite(ReadOnlySpan<double> values, int expected, string parameter, string what)
    {
        if (values.Length != expected)
        {
            throw new ArgumentException(FormattableString.Invariant($"The model takes {expected} values, one for each {what}, and {values.Length} were given."), parameter);
        }

        foreach (double value in values)
        {
            if (!double.IsFinite(value))
            {
                throw new ArgumentException($"Every {what} must be a finite number.", parameter);
            }
        }
    }
}
