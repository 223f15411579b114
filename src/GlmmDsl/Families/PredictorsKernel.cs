using System.Collections.Immutable;

namespace GlmmDsl.Families;

/// <summary>
/// The likelihood of a family with several linear predictors, row by row. y is the response (the number of successes of a family with trials) and m the number of
/// trials, or for other families a weight that multiplies log f. Stateless and safe to share between threads.
/// </summary>
internal abstract class PredictorsKernel
{
    /// <summary>What its predictors are, the conditional one first; K in all.</summary>
    public abstract ImmutableArray<Predictor> Predictors { get; }

    /// <summary>K.</summary>
    public int Count => Predictors.Length;

    /// <summary>Whether log f is concave in the conditional predictor wherever that gives a mean of the family, so that P(u) has one minimum if only that predictor has random terms.</summary>
    public abstract bool HasSingleMode { get; }

    /// <summary>Whether log f is concave in all predictors jointly, so that the information of a row is non-negative definite.</summary>
    public virtual bool HasPositiveInformation => false;

    /// <summary>Whether <see cref="EvaluateActive"/> fills all derivatives that the arrays have.</summary>
    public virtual bool IsCompleteInSteps => false;

    /// <summary>Whether m is the number of trials; else it multiplies log f.</summary>
    public abstract bool HasTrials { get; }

    /// <summary>Σ log f of a range of rows with all constants, −∞ where a predictor leaves its range; fills log f and the derivatives of the same rows.</summary>
    /// <param name="start">The first row.</param>
    /// <param name="count">The number of rows.</param>
    /// <param name="eta">For each predictor, n numbers.</param>
    /// <param name="y">The responses, n numbers.</param>
    /// <param name="m">The trials or weights, n numbers.</param>
    /// <param name="derivatives">Receives the derivatives.</param>
    public abstract double Evaluate(int start, int count, double[][] eta, double[] y, double[] m, RowDerivatives derivatives);

    /// <summary>
    /// The same for a Newton step in the active predictors: fills log f, the scores and the information of active predictors alone, which costs less. A kernel that no mixture is made of need not fill
    /// log f of single rows.
    /// </summary>
    /// <inheritdoc cref="Evaluate"/>
    public abstract double EvaluateActive(int start, int count, double[][] eta, double[] y, double[] m, RowDerivatives derivatives);

    /// <summary>The same with the scores alone, of every predictor, which costs least; log f of single rows need not be filled.</summary>
    /// <inheritdoc cref="Evaluate"/>
    public virtual double Score(int start, int count, double[][] eta, double[] y, double[] m, RowDerivatives derivatives) => Evaluate(start, count, eta, y, m, derivatives);

    /// <summary>The same for several groups of rows, one after the other, with the sum of each.</summary>
    /// <param name="starts">The first row of every group, and the row after the last.</param>
    /// <param name="eta">For each predictor, n numbers.</param>
    /// <param name="y">The responses, n numbers.</param>
    /// <param name="m">The trials or weights, n numbers.</param>
    /// <param name="derivatives">Receives the scores.</param>
    /// <param name="sums">Receives Σ log f of every group.</param>
    public virtual void ScoreGroups(ReadOnlySpan<int> starts, double[][] eta, double[] y, double[] m, RowDerivatives derivatives, Span<double> sums)
    {
        for (int group = 0; group < sums.Length; group++)
        {
            sums[group] = Score(starts[group], starts[group + 1] - starts[group], eta, y, m, derivatives);
        }
    }

    /// <summary>Whether the expected information of the conditional predictor has a closed form.</summary>
    public virtual bool HasExpectedInformation => false;

    /// <summary>The expected information of the conditional predictor in a range of rows, with its derivatives in every predictor.</summary>
    /// <param name="start">The first row.</param>
    /// <param name="count">The number of rows.</param>
    /// <param name="eta">For each predictor, n numbers.</param>
    /// <param name="m">The trials or weights, n numbers.</param>
    /// <param name="information">Receives it, n numbers; only this range is set.</param>
    /// <param name="slopes">For each predictor, receives its derivative, n numbers; null where they are not wanted.</param>
    /// <exception cref="NotSupportedException">A family without a closed form.</exception>
    public virtual void Expected(int start, int count, double[][] eta, double[] m, double[] information, double[][]? slopes) =>
        throw new NotSupportedException("The expected information of this family has no closed form.");

    /// <summary>log f of one row.</summary>
    /// <param name="eta">K numbers.</param>
    /// <param name="y">The response.</param>
    /// <param name="m">The trials or the weight.</param>
    public abstract double LogDensity(ReadOnlySpan<double> eta, double y, double m);

    /// <summary>A value of a predictor near a row's response, where a search can begin: the link of a mean inside the range for the conditional predictor.</summary>
    /// <param name="predictor">Which predictor, from 0.</param>
    /// <param name="y">The response.</param>
    /// <param name="m">The trials or the weight.</param>
    public abstract double StartingEta(int predictor, double y, double m);

    /// <summary>Of an ordinal response the threshold below which a share of the responses lies where η is 0.</summary>
    /// <exception cref="NotSupportedException">A response without categories.</exception>
    public virtual double ThresholdAt(double share) => throw new NotSupportedException("The response has no categories.");
}
