using GlmmDsl.Families;

namespace GlmmDsl.Fitting.Generalized.Rows;

/// <summary>
/// The likelihood as the passes over the rows see it, in the rows' order: that of a family with one linear predictor (<see cref="SingleLikelihood"/>), or of one with
/// several (<see cref="JointLikelihood"/>). Linear predictors are K arrays of n numbers.
/// </summary>
internal abstract class RowLikelihood
{
    /// <summary>Whether P(u) may be taken to have one minimum, so that its search follows the last one found.</summary>
    public abstract bool FollowsMode { get; }

    /// <summary>Whether the observed information of every row is non-negative definite, so that there is no other one for steps.</summary>
    public abstract bool IsCanonical { get; }

    /// <summary>Whether the observed information of a row is non-negative definite wherever the mean is valid.</summary>
    public abstract bool IsObservedPositive { get; }

    /// <summary>What the third derivatives are multiplied by to give ∂W/∂η: −1, or 1 where they are filled in as such.</summary>
    public abstract double SlopeSign { get; }

    /// <summary>Whether <see cref="EvaluateStep"/> fills all derivatives.</summary>
    public abstract bool IsCompleteInSteps { get; }

    /// <summary>Makes the arrays of all derivatives that a criterion needs.</summary>
    public abstract RowDerivatives NewDerivatives();

    /// <summary>The arrays of the information of all predictors with each other.</summary>
    public abstract RowDerivatives NewInformation();

    /// <summary>Σ log f of a range of rows, −∞ where a predictor leaves its range; fills what a Newton step in the random effects needs.</summary>
    public abstract double EvaluateStep(int start, int count, double[][] eta, RowDerivatives derivatives);

    /// <summary>Σ log f of a range of rows; fills all derivatives.</summary>
    public abstract double Evaluate(int start, int count, double[][] eta, RowDerivatives derivatives);

    /// <summary>Σ log f of a range of rows; fills the scores alone.</summary>
    public abstract double Score(int start, int count, double[][] eta, RowDerivatives scores);

    /// <summary>The same for several groups of rows, one after the other: <paramref name="starts"/> are their first rows and the row after the last, and <paramref name="sums"/> receives the sum of each.</summary>
    public virtual void ScoreGroups(ReadOnlySpan<int> starts, double[][] eta, RowDerivatives scores, Span<double> sums)
    {
        for (int group = 0; group < sums.Length; group++)
        {
            sums[group] = Score(starts[group], starts[group + 1] - starts[group], eta, scores);
        }
    }

    /// <summary>Makes arrays for <see cref="Score"/>.</summary>
    public abstract RowDerivatives NewScores();

    /// <summary>Fills an information that is non-negative definite in every row: the expected one, or the observed one with its eigenvalues in absolute value, over the active predictors of the arrays.</summary>
    public abstract void FillPositive(double[][] eta, RowDerivatives target);

    /// <summary>Fills the expected information of the conditional predictor.</summary>
    public abstract void FillExpected(double[][] eta, RowDerivatives target);

    /// <summary>log f of a row, −∞ where a predictor leaves its range.</summary>
    public abstract double LogDensity(int row, double[][] eta);

    /// <summary>The mean of a row's response, of one trial; NaN where the kernel does not know it.</summary>
    public abstract double Mean(int row, double[][] eta);

    /// <summary>A value of a predictor near the response of a row.</summary>
    public abstract double StartingEta(int predictor, int row);
}
