using GlmmDsl.Covariance;
using GlmmDsl.Fitting.Linear.Criteria;
using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Fitting.Linear.Sensitivity;

/// <summary>
/// Products of the fixed-effects columns through H⁻¹ = (V/σ²)⁻¹: C = ZᵀH⁻¹X, Kᵢ = XᵀH⁻¹GᵢH⁻¹X = CᵀSᵢC and XᵀH⁻¹GᵢH⁻¹GⱼH⁻¹X = CᵀSᵢBSⱼC with
/// B = ZᵀH⁻¹Z, for directions Gᵢ = ZSᵢZᵀ. Made from the cross-products: two solutions with the factor of M for each column. Internal columns.
/// </summary>
internal sealed class FixedProducts
{
    private readonly LinearSystem system;
    private readonly RandomSolver solver;
    private readonly int p;
    private readonly int[] first;
    private readonly double[][] columns;
    private readonly double[] modes;
    private readonly double[] product;

    /// <summary>Computes C.</summary>
    /// <param name="point">θ̂, evaluated; its factorisation must stay while this is used.</param>
    /// <param name="system">The cross-products.</param>
    /// <param name="cancellationToken">Checked between columns.</param>
    public FixedProducts(EvaluatedPoint point, LinearSystem system, CancellationToken cancellationToken)
    {
        this.system = system;
        solver = point.Solver();
        p = system.FixedCount;
        CovarianceLayout layout = system.Layout;
        first = new int[layout.Factors.Length + 1];
        for (int f = 0; f < layout.Factors.Length; f++)
        {
            first[f + 1] = first[f] + (layout.Factors[f].Levels * layout.Factors[f].Width);
        }

        modes = new double[solver.Count];
        product = new double[solver.Count];
        var unit = new double[p + 1];
        columns = new double[p][];
        for (int j = 0; j < p; j++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            unit[j] = 1;
            columns[j] = new double[solver.Count];
            for (int f = 0; f < layout.Factors.Length; f++)
            {
                for (int effect = 0; effect < first[f + 1] - first[f]; effect++)
                {
                    columns[j][first[f] + effect] = system.FixedProduct(f, effect, unit);
                }
            }

            unit[j] = 0;
            Shrink(columns[j]);
        }
    }

    /// <summary>K of a direction: p × p.</summary>
    public double[,] OfOne(InformationDirection direction)
    {
        var result = new double[p, p];
        for (int j = 0; j < p; j++)
        {
            double[] moved = Moved(direction, columns[j]);
            for (int i = 0; i < p; i++)
            {
                result[i, j] = Product(direction.Factor, columns[i], moved);
            }
        }

        return result;
    }

    /// <summary>CᵀSᵢBSⱼC of each pair of directions, i ≤ j, B = ZᵀH⁻¹Z: element (j, i).</summary>
    /// <param name="directions">The directions.</param>
    /// <param name="cancellationToken">Checked between columns.</param>
    public double[][][,] OfPairs(InformationDirection[] directions, CancellationToken cancellationToken)
    {
        var result = new double[directions.Length][][,];
        var right = new double[solver.Count];
        for (int j = 0; j < directions.Length; j++)
        {
            result[j] = [.. Enumerable.Range(0, j + 1).Select(_ => new double[p, p])];
            for (int b = 0; b < p; b++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                solver.Multiply(Moved(directions[j], columns[b]), right);
                Shrink(right);
                for (int i = 0; i <= j; i++)
                {
                    double[] moved = Moved(directions[i], right);
                    for (int a = 0; a < p; a++)
                    {
                        result[j][i][a, b] = Product(directions[i].Factor, columns[a], moved);
                    }
                }
            }
        }

        return result;
    }

    /// <summary>r ← r − AΛM⁻¹Λᵀr.</summary>
    private void Shrink(double[] right)
    {
        solver.Solve(right, modes);
        solver.Multiply(modes, product);
        VectorKernels.AddScaled(-1, product, right);
    }

    /// <summary>S times a vector over the random effects: zero but for the direction's factor.</summary>
    private double[] Moved(InformationDirection direction, double[] vector)
    {
        var result = new double[vector.Length];
        int k = system.Layout.Factors[direction.Factor].Width;
        for (int at = first[direction.Factor]; at < first[direction.Factor + 1]; at += k)
        {
            for (int r = 0; r < k; r++)
            {
                double sum = 0;
                for (int c = 0; c < k; c++)
                {
                    sum += direction.Block[(r * k) + c] * vector[at + c];
                }

                result[at + r] = sum;
            }
        }

        return result;
    }

    private double Product(int factor, double[] left, double[] right)
    {
        int length = first[factor + 1] - first[factor];
        return VectorKernels.Dot(left.AsSpan(first[factor], length), right.AsSpan(first[factor], length));
    }
}
