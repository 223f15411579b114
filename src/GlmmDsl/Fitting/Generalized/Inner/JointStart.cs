using GlmmDsl.Families;
using GlmmDsl.Fitting.Generalized.Rows;
using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Fitting.Generalized.Inner;

/// <summary>
/// The start of a model with several linear predictors: the model without random effects. The conditional coefficients are first fitted to the responses by least squares, each other
/// predictor is then moved as a whole to where the likelihood is highest, and from there all coefficients are taken together by Newton's method. With zero inflation this is done twice, the second time
/// with the conditional coefficients fitted to the responses other than 0, and the better end is the start: fitted to all, the mean is so low that no zero seems in excess.
/// </summary>
internal sealed class JointStart
{
    private const int MaxIterations = 40;
    private const int MaxHalvings = 12;

    /// <summary>Half the predicted gain of log L at which Newton's method stops: random effects will move the coefficients by more.</summary>
    private const double Enough = 1e-3;

    /// <summary>The longest move of a predictor other than the conditional one in one step: they are logarithms and logits.</summary>
    private const double LongestMove = 2;

    /// <summary>How far a predictor is moved as a whole in search of a start.</summary>
    private const double Farthest = 16;

    /// <summary>A predictor is moved as a whole to where the likelihood of about so many rows is highest: its place need not be exact.</summary>
    private const int Sample = 256;

    /// <summary>The weight of rows that the conditional coefficients are not fitted to.</summary>
    private const double LeftOut = 1e-3;

    private readonly InnerProblem inner;
    private readonly GeneralizedRows rows;
    private readonly RowDerivatives derivatives;
    private readonly RowWeights weights;
    private readonly double[][] etas;
    private readonly double[] beta;
    private readonly int p;
    private bool[] isUsed;

    private JointStart(InnerProblem inner)
    {
        this.inner = inner;
        rows = inner.Rows;
        p = rows.Fixed.Length;
        derivatives = inner.Likelihood.NewInformation();
        weights = new RowWeights(derivatives);
        etas = [.. rows.Active.Select(_ => new double[rows.Count])];
        beta = new double[p];
        isUsed = new bool[rows.Count];
        Array.Fill(isUsed, true);
    }

    /// <summary>Sets the inner problem's β.</summary>
    /// <exception cref="ModelDataException">No such start was found.</exception>
    public static void Set(InnerProblem inner)
    {
        var start = new JointStart(inner);
        double value = start.Run(withZeros: true);
        double[] best = [.. start.beta];
        if (inner.Likelihood is JointLikelihood joint && joint.Kernel.Predictors.Contains(Predictor.ZeroInflation) && start.Run(withZeros: false) > value)
        {
            best = start.beta;
        }

        best.CopyTo(inner.Beta, 0);
        best.CopyTo(inner.StartingBeta, 0);
    }

    /// <summary>Fits the coefficients; returns Σ log f there, −∞ where no such start was found without the zeros.</summary>
    private double Run(bool withZeros)
    {
        Array.Clear(beta);
        if (rows.Thresholds is { } thresholds)
        {
            SetProportions(thresholds, ((JointLikelihood)inner.Likelihood).Kernel);
            Climb();
            return Value(beta);
        }

        isUsed = [.. rows.Totals.Select(y => withZeros || y != 0)];
        if (!withZeros && !isUsed.Contains(true))
        {
            return double.NegativeInfinity;
        }

        if (!FitConditional())
        {
            return withZeros
                ? throw new ModelDataException(
                    "No starting values give every row a mean in range. Give the model an intercept, check the response for values outside the family's range, or use another link (Log keeps every mean positive).")
                : double.NegativeInfinity;
        }

        double[] conditional = [.. beta];
        MoveAll(Math.Max(1, rows.Count / Sample));
        if (!double.IsFinite(Value(beta)))
        {
            // A row that was left out has no density there.
            conditional.CopyTo(beta, 0);
            MoveAll(1);
        }

        Climb();
        return Value(beta);
    }

    /// <summary>Least squares of the conditional predictor to values near the responses; where that is out of range, to one common value.</summary>
    private bool FitConditional()
    {
        var target = new double[rows.Count];
        for (int i = 0; i < target.Length; i++)
        {
            target[i] = inner.Likelihood.StartingEta(0, i);
        }

        Project(0, target);
        if (double.IsFinite(Value(beta)))
        {
            return true;
        }

        // A link whose range is narrower than the real line: a common value is in range if the columns can express it.
        foreach (double common in new[] { target.Average(), target.Order().ElementAt(target.Length / 2), target.Min(), target.Max() })
        {
            Array.Fill(target, common);
            Project(0, target);
            if (double.IsFinite(Value(beta)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The thresholds that the proportions of the categories give where no predictor has an effect; the lowest is minus the intercept.</summary>
    private void SetProportions(ThresholdColumns thresholds, PredictorsKernel kernel)
    {
        var weights = new double[thresholds.Count + 2];
        double offset = 0, total = 0, below = 0;
        for (int i = 0; i < rows.Count; i++)
        {
            weights[thresholds.Categories[i]] += rows.Sizes[i];
            offset += rows.Sizes[i] * rows.Offsets[0][i];
            total += rows.Sizes[i];
        }

        double first = 0;
        for (int j = 0; j <= thresholds.Count; j++)
        {
            below += weights[j];
            double threshold = kernel.ThresholdAt(below / total);
            if (j > 0)
            {
                beta[thresholds.First + j - 1] = threshold - first;
                continue;
            }

            first = threshold;
            var target = new double[rows.Count];
            Array.Fill(target, -first - (offset / total));
            Project(0, target, withOffset: false);
        }
    }

    private void MoveAll(int stride)
    {
        for (int k = 1; k < etas.Length; k++)
        {
            MoveWhole(k, stride);
        }
    }

    /// <summary>Moves all rows' η of a predictor by the constant that gives the highest likelihood of every so many rows, by ever smaller steps.</summary>
    private void MoveWhole(int k, int stride)
    {
        var ones = new double[rows.Count];
        Array.Fill(ones, 1.0);
        double[] before = [.. beta];
        Array.Clear(beta);
        Project(k, ones, withOffset: false);
        double[] direction = [.. beta];
        before.CopyTo(beta, 0);
        double best = Value(beta, stride);
        var moved = new double[p];
        for (double step = Farthest / 4; step > 0.2; step /= 2)
        {
            for (int taken = 0; taken < 4 && (Try(step) || Try(-step)); taken++)
            {
            }
        }

        bool Try(double by)
        {
            beta.CopyTo(moved, 0);
            VectorKernels.AddScaled(by, direction, moved);
            double value = Value(moved, stride);
            if (!(value > best))
            {
                return false;
            }

            moved.CopyTo(beta, 0);
            best = value;
            return true;
        }
    }

    /// <summary>Newton's method with the positive part of the information of each row, damped where that is not enough.</summary>
    private void Climb()
    {
        double value = Differentiate(beta);
        double damping = 1e-8;
        double[] gradient = new double[p], step = new double[p], system = new double[p * p], moved = new double[p];
        for (int iteration = 0; iteration < MaxIterations && p > 0; iteration++)
        {
            FillGradient(gradient);
            inner.StepFactor.Blocks.FillBorder(weights);
            inner.StepFactor.Blocks.Border.Fixed.CopyTo(system, 0);
            for (int j = 0; j < p; j++)
            {
                system[(j * p) + j] += damping * rows.Count;
            }

            gradient.CopyTo(step, 0);
            if (!DenseCholesky.Factor(system, p, p))
            {
                damping = Math.Max(1e-6, 10 * damping);
                continue;
            }

            DenseCholesky.SolveLower(system, p, p, step);
            DenseCholesky.SolveLowerTransposed(system, p, p, step);
            double gain = 0.5 * VectorKernels.Dot(gradient, step);
            if (!(gain > Enough))
            {
                return;
            }

            double length = Math.Min(1, LongestMove / LargestMove(step));
            double reached = double.NegativeInfinity;
            for (int halving = 0; halving < MaxHalvings && !(reached > value); halving++, length *= 0.5)
            {
                beta.CopyTo(moved, 0);
                VectorKernels.AddScaled(length, step, moved);

                // The whole step is nearly always taken: it is tried with the derivatives that the next one needs.
                reached = halving == 0 ? Differentiate(moved) : Value(moved) > value ? Differentiate(moved) : double.NegativeInfinity;
            }

            if (!(reached > value))
            {
                break;
            }

            moved.CopyTo(beta, 0);
            value = reached;
        }
    }

    private double LargestMove(double[] step)
    {
        double largest = 1e-300;
        var move = new double[rows.Count];
        for (int k = 1; k < etas.Length; k++)
        {
            Array.Clear(move);
            for (int j = rows.FixedStart[k]; j < rows.FixedStart[k + 1]; j++)
            {
                VectorKernels.AddScaled(step[j], rows.Fixed[j], move);
            }

            largest = Math.Max(largest, move.Max(Math.Abs));
        }

        return largest;
    }

    private void FillGradient(double[] gradient)
    {
        for (int k = 0; k < etas.Length; k++)
        {
            for (int j = rows.FixedStart[k]; j < rows.FixedStart[k + 1]; j++)
            {
                gradient[j] = VectorKernels.Dot(rows.Fixed[j], derivatives.Score[k]);
                gradient[j] -= inner.Penalty?.Slope(beta, j) ?? 0;
            }
        }

        if (rows.Thresholds is { } thresholds)
        {
            gradient.AsSpan(thresholds.First).Clear();
            thresholds.Project(1, derivatives.Score[1], derivatives.Score[2], gradient);
        }
    }

    /// <summary>Σ log f at β, with the scores and the positive part of the information.</summary>
    private double Differentiate(double[] at)
    {
        SetEtas(at);
        double sum = 0;
        for (int start = 0; start < rows.Count; start += GeneralizedRows.Chunk)
        {
            inner.CancellationToken.ThrowIfCancellationRequested();
            sum += inner.Likelihood.EvaluateStep(start, Math.Min(GeneralizedRows.Chunk, rows.Count - start), etas, derivatives);
        }

        if (!double.IsFinite(sum))
        {
            return double.NegativeInfinity;
        }

        if (inner.Likelihood is not JointLikelihood { Kernel.HasPositiveInformation: true })
        {
            PositivePart.Take(derivatives, rows.Count);
        }

        return sum - (0.5 * (inner.Penalty?.Value(at) ?? 0));
    }

    /// <summary>Σ log f of every so many rows, less the penalty.</summary>
    private double Value(double[] at, int stride = 1)
    {
        inner.CancellationToken.ThrowIfCancellationRequested();
        SetEtas(at);
        double sum = 0;
        for (int i = 0; i < rows.Count && double.IsFinite(sum); i += stride)
        {
            sum += inner.Likelihood.LogDensity(i, etas);
        }

        return double.IsFinite(sum) ? sum - (0.5 * (inner.Penalty?.Value(at) ?? 0)) : double.NegativeInfinity;
    }

    private void SetEtas(double[] at)
    {
        for (int k = 0; k < etas.Length; k++)
        {
            rows.Offsets[k].CopyTo(etas[k], 0);
            for (int j = rows.FixedStart[k]; j < rows.FixedStart[k + 1]; j++)
            {
                VectorKernels.AddScaled(at[j], rows.Fixed[j], etas[k]);
            }
        }

        rows.Thresholds?.Add(at, 0, etas[1], etas[2]);
    }

    /// <summary>Sets the coefficients of a predictor to the least-squares fit of its columns to a target.</summary>
    private void Project(int k, double[] target, bool withOffset = true)
    {
        int first = rows.FixedStart[k], count = rows.FixedStart[k + 1] - first;
        var products = new double[count * count];
        var own = new double[count];
        for (int i = 0; i < count; i++)
        {
            // A small weight for the rows left out, so that columns of those rows alone are determined.
            double[] column = k > 0 ? rows.Fixed[first + i] : [.. rows.Fixed[first + i].Select((x, row) => isUsed[row] ? x : LeftOut * x)];
            own[i] = VectorKernels.Dot(column, target) - (withOffset ? VectorKernels.Dot(column, rows.Offsets[k]) : 0);
            for (int j = 0; j <= i; j++)
            {
                products[(i * count) + j] = VectorKernels.Dot(column, rows.Fixed[first + j]);
            }
        }

        if (count > 0 && DenseCholesky.Factor(products, count, count))
        {
            DenseCholesky.SolveLower(products, count, count, own);
            DenseCholesky.SolveLowerTransposed(products, count, count, own);
            own.CopyTo(beta, first);
        }
    }
}
