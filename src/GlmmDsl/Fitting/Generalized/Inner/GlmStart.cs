using GlmmDsl.Fitting.Generalized.Rows;
using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Fitting.Generalized.Inner;

/// <summary>The start of the iterations for β: one weighted least-squares fit of the working response at means near the observations, as in R's <c>glm</c>.</summary>
internal static class GlmStart
{
    /// <summary>Sets the inner problem's β to a start whose means are in range.</summary>
    /// <exception cref="ModelDataException">No such start was found.</exception>
    public static void Set(InnerProblem inner)
    {
        Find(inner);
        inner.Beta.CopyTo(inner.StartingBeta, 0);
    }

    private static void Find(InnerProblem inner)
    {
        GeneralizedRows rows = inner.Rows;
        if (rows.Fixed.Length == 0)
        {
            return;
        }

        var eta = new double[rows.Count];
        SetNearResponse(inner, eta);
        if (TryWorkingFit(inner, eta))
        {
            return;
        }

        // For a link whose range is narrower than the real line: a common mean for all rows is in range if the columns can express it.
        double mean = 0;
        for (int i = 0; i < eta.Length; i++)
        {
            mean += inner.Kernel.StartingMean(rows.Totals[i], rows.Sizes[i]) / eta.Length;
        }

        Array.Fill(eta, inner.Kernel.Link(mean));
        if (!TryFit(inner, eta, eta.Select(_ => 1.0).ToArray()))
        {
            throw NoStart(inner);
        }
    }

    /// <summary>Computes η for means near the observations. A response of few values, such as 0 and 1, often repeats one of the last two, whose η is reused.</summary>
    private static void SetNearResponse(InnerProblem inner, double[] eta)
    {
        GeneralizedRows rows = inner.Rows;
        (double Y, double M, double Eta) last = (double.NaN, double.NaN, 0), other = last;
        for (int i = 0; i < eta.Length; i++)
        {
            double y = rows.Totals[i], m = rows.Sizes[i];
            if (y != last.Y || m != last.M)
            {
                (last, other) = (other, last);
                if (y != last.Y || m != last.M)
                {
                    last = (y, m, inner.Kernel.Link(inner.Kernel.StartingMean(y, m)));
                }
            }

            eta[i] = last.Eta;
        }
    }

    /// <summary>Weighted least squares for η + s/W_e with weights W_e.</summary>
    private static bool TryWorkingFit(InnerProblem inner, double[] eta)
    {
        GeneralizedRows rows = inner.Rows;
        var score = new double[rows.Count];
        var weights = new double[rows.Count];
        var working = new double[rows.Count];
        inner.Kernel.Evaluate(eta, rows.Totals, rows.Sizes, score, weights, working);
        if (!inner.Kernel.IsCanonical)
        {
            inner.Kernel.Expected(eta, rows.Sizes, weights);
        }

        for (int i = 0; i < working.Length; i++)
        {
            working[i] = eta[i] + (score[i] / weights[i]);
        }

        return TryFit(inner, working, weights);
    }

    /// <summary>Weighted least squares for a target, which is overwritten.</summary>
    private static bool TryFit(InnerProblem inner, double[] target, double[] weights)
    {
        GeneralizedRows rows = inner.Rows;
        int p = rows.Fixed.Length;
        BorderBlocks products = inner.StepFactor.Blocks.Border;
        inner.StepFactor.Blocks.FillBorder(new RowWeights(weights));
        var cross = (double[])products.Fixed.Clone();
        var beta = new double[p];
        for (int i = 0; i < target.Length; i++)
        {
            target[i] = weights[i] * (target[i] - rows.Offsets[0][i]);
        }

        for (int j = 0; j < p; j++)
        {
            beta[j] = VectorKernels.Dot(rows.Fixed[j], target);
        }

        if (!DenseCholesky.Factor(cross, p, p))
        {
            return false;
        }

        DenseCholesky.SolveLower(cross, p, p, beta);
        DenseCholesky.SolveLowerTransposed(cross, p, p, beta);
        beta.CopyTo(inner.Beta, 0);
        return IsValid(inner);
    }

    private static bool IsValid(InnerProblem inner)
    {
        GeneralizedRows rows = inner.Rows;
        double[] eta = [.. rows.Offsets[0]];
        for (int j = 0; j < inner.Beta.Length; j++)
        {
            VectorKernels.AddScaled(inner.Beta[j], rows.Fixed[j], eta);
        }

        return double.IsFinite(inner.Kernel.Score(eta, rows.Totals, rows.Sizes, new double[rows.Count]));
    }

    private static int InvalidRow(InnerProblem inner)
    {
        GeneralizedRows rows = inner.Rows;
        for (int i = 0; i < rows.Count; i++)
        {
            if (!double.IsFinite(inner.Kernel.LogDensity(LinearPredictor(inner, i), rows.Totals[i], rows.Sizes[i])))
            {
                return i;
            }
        }

        return 0;
    }

    private static double LinearPredictor(InnerProblem inner, int row)
    {
        double eta = inner.Rows.Offsets[0][row];
        for (int j = 0; j < inner.Beta.Length; j++)
        {
            eta += inner.Beta[j] * inner.Rows.Fixed[j][row];
        }

        return eta;
    }

    private static ModelDataException NoStart(InnerProblem inner)
    {
        int row = InvalidRow(inner);
        return new ModelDataException(
            FormattableString.Invariant(
                $"No starting values give every row a mean in range: row {inner.Rows.DataRow(row)} would have the linear predictor {LinearPredictor(inner, row):G4}. Give the model an intercept or another link (Log keeps every mean positive)."),
            row: inner.Rows.DataRow(row));
    }
}
