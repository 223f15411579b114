using GlmmDsl.Fitting.Generalized.Criteria;
using GlmmDsl.Fitting.Generalized.Rows;
using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Fitting.Generalized.Search;

/// <summary>
/// How long a step of the joint search may be. Logits of zero inflation and logarithms of dispersions have valleys on both sides of a ridge, and far out they are flat: a step of ten units lands where no
/// gradient leads back from. The conditional predictor has no such limit; there the line search is enough.
/// </summary>
internal sealed class StepLimit
{
    /// <summary>The longest move of a row's predictor other than the conditional one, and of the standard deviation of its random effects: logarithms and logits.</summary>
    private const double Longest = 2;

    private readonly GeneralizedRows rows;
    private readonly ParameterLayout parameters;
    private readonly double[] move;
    private readonly bool[] isLimited;

    /// <summary>Makes the workspace.</summary>
    public StepLimit(GeneralizedRows rows, ParameterLayout parameters)
    {
        this.rows = rows;
        this.parameters = parameters;
        move = new double[GeneralizedRows.Chunk];
        isLimited = [.. rows.Layout.Parameters.Select(p => p.IsEntry && rows.Groups[p.Factor].Predictors[p.Row] > 0)];
    }

    /// <summary>The share of a step that is short enough, at most 1.</summary>
    public double Of(ReadOnlySpan<double> step)
    {
        double largest = Longest;
        for (int k = 1; k < rows.PredictorCount; k++)
        {
            for (int start = 0; start < rows.Count; start += GeneralizedRows.Chunk)
            {
                Span<double> moved = move.AsSpan(0, Math.Min(GeneralizedRows.Chunk, rows.Count - start));
                moved.Clear();
                for (int j = rows.FixedStart[k]; j < rows.FixedStart[k + 1]; j++)
                {
                    VectorKernels.AddScaled(step[j], rows.Fixed[j].AsSpan(start, moved.Length), moved);
                }

                foreach (double by in moved)
                {
                    largest = Math.Max(largest, Math.Abs(by));
                }
            }
        }

        for (int j = 0; j < isLimited.Length; j++)
        {
            if (isLimited[j])
            {
                largest = Math.Max(largest, Math.Abs(step[parameters.ThetaAt(j)]));
            }
        }

        return Longest / largest;
    }
}
