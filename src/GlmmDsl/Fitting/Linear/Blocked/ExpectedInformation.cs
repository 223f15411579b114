using GlmmDsl.Covariance;
using GlmmDsl.Fitting.Linear.Criteria;
using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Fitting.Linear.Blocked;

/// <summary>
/// tr(QVᵢQVⱼ), which the exact Hessian needs beyond the average information (half of it is Fisher's expected information). With G = ZᵀQZ it is
/// tr(GSᵢGSⱼ), and by elimination of the first factor G₁₁ = D − CŜCᵀ, G₁ₜ = CFᵀ, Gₜₜ = FÃ, where D = AB, C = BᵀA₁ₜ, F = I − ÃŜ. So everything
/// is done in matrices of the trailing system's order t: for each covariance parameter of the first factor one product of 2t³ operations (fewer where C is
/// sparse); at a singular Λ of the other factors, two more, and another one for each parameter. A gradient takes t³.
/// </summary>
internal sealed class ExpectedInformation
{
    private readonly BlockedFactor factor;
    private readonly BlockedSystem system;
    private readonly double[] inverse;
    private readonly LeadingInformation leading;
    private readonly double[][] symmetric;
    private readonly int[] factorOf;
    private readonly bool isOfEntries;
    private readonly int order;
    private readonly int stride;

    /// <summary>Makes the workspace.</summary>
    /// <param name="factor">The factor.</param>
    /// <param name="scaledInverse">Where <see cref="InverseTraces"/> leaves Ŝ.</param>
    /// <param name="directions">The directions ZSᵢZᵀ; those of the entries of Λ where null.</param>
    public ExpectedInformation(BlockedFactor factor, double[] scaledInverse, IReadOnlyList<InformationDirection>? directions = null)
    {
        this.factor = factor;
        system = factor.System;
        inverse = scaledInverse;
        order = system.RandomCount + (factor.IsReml ? system.FixedCount : 0);
        stride = factor.Stride;
        isOfEntries = directions is null;
        factorOf = directions is null ? [.. system.Layout.Entries.Select(p => p.Factor)] : [.. directions.Select(d => d.Factor)];
        symmetric = directions is null ? [.. factorOf.Select(f => new double[Square(system.Layout.Factors[f].Width)])] : [.. directions.Select(d => d.Block)];
        leading = new LeadingInformation(factor, scaledInverse, factorOf, symmetric, isOfEntries, order);
    }

    /// <summary>Fills the traces at the point where the gradient was last computed; Ã and S⁻¹ must be as the gradient left them.</summary>
    /// <param name="traces">Receives the traces, row-major.</param>
    /// <param name="cancellationToken">Checked between blocks of rows of the dense products.</param>
    public void Compute(Span<double> traces, CancellationToken cancellationToken)
    {
        int count = factorOf.Length;
        for (int i = 0; i < count && isOfEntries; i++)
        {
            SetSymmetric(system.Layout.Entries[i], symmetric[i]);
        }

        // Both triangles: products run along rows.
        SymmetricFill.Upper(inverse, stride, order);
        bool divide = CanDivide();
        leading.Compute(traces, needsSums: !divide, cancellationToken);
        if (system.RandomCount > 0)
        {
            AddTrailing(traces, count, divide, cancellationToken);
        }

        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j < i; j++)
            {
                traces[(j * count) + i] = traces[(i * count) + j];
            }
        }
    }

    private static int Square(int k) => k * k;

    /// <summary>Sᵢ = ∂ᵢΛΛᵀ + Λ∂ᵢΛᵀ = e_rλ_cᵀ + λ_ce_rᵀ of one level.</summary>
    private void SetSymmetric(LambdaEntry parameter, double[] s)
    {
        (int f, int row, int column) = parameter;
        int k = system.Layout.Factors[f].Width;
        Array.Clear(s);
        for (int r = column; r < k; r++)
        {
            double entry = factor.Templates[f][(r * k) + column];
            s[(row * k) + r] += entry;
            s[(r * k) + row] += entry;
        }
    }

    /// <summary>Whether every Λ of the trailing factors can be inverted without losing too many digits.</summary>
    private bool CanDivide()
    {
        bool divide = true;
        for (int f = 1; f < system.Layout.Factors.Length; f++)
        {
            int k = system.Layout.Factors[f].Width;
            divide &= new LevelScratch(k).InvertTemplate(factor.Templates[f], k) < SmallBlocks.LargestInverse;
        }

        return divide;
    }

    private void AddTrailing(Span<double> traces, int count, bool divide, CancellationToken cancellationToken)
    {
        double[] complement = divide ? DividedComplement() : Complement(cancellationToken);
        double[] information = divide ? DividedInformation() : Product(complement, factor.Schur, cancellationToken);
        for (int i = 0; i < count; i++)
        {
            int f = factorOf[i];
            double[]? rotated = f > 0 ? null : divide ? Divided(leading.Products[i]!) : Product(complement, leading.Sums[i]!, cancellationToken);
            for (int j = 0; j < count; j++)
            {
                int g = factorOf[j];
                if (g > 0 && f == 0)
                {
                    traces[(Math.Max(i, j) * count) + Math.Min(i, j)] = DiagonalTrace(rotated!, complement, g, symmetric[j]);
                }
                else if (g > 0 && j <= i)
                {
                    traces[(i * count) + j] = PairTrace(information, f, symmetric[i], g, symmetric[j]);
                }
            }
        }
    }

    /// <summary>F = I − ÃŜ.</summary>
    private double[] Complement(CancellationToken cancellationToken)
    {
        var result = new double[Math.Max(1, order * stride)];
        for (int i = 0; i < order; i++)
        {
            result[(i * stride) + i] = 1;
        }

        DenseProduct.SubtractByTransposed(result, factor.Schur, inverse, stride, order, cancellationToken);
        return result;
    }

    /// <summary>The rows of F for random effects where Λ has an inverse: (ΛΛᵀ)⁻¹Ŝ.</summary>
    private double[] DividedComplement() => Divided(inverse);

    /// <summary>Λ⁻ᵀ(I − S⁻¹)Λ⁻¹.</summary>
    private double[] DividedInformation()
    {
        var result = new double[order * stride];
        for (int f = 1; f < system.Layout.Factors.Length; f++)
        {
            ForLevels(f, (first, k, l) =>
            {
                for (int c = 0; c < k; c++)
                {
                    Span<double> row = result.AsSpan((first + c) * stride, order);
                    for (int r = c; r < k; r++)
                    {
                        VectorKernels.AddScaled(-l[(r * k) + c], factor.Factor.AsSpan((first + r) * stride, order), row);
                        row[first + r] += l[(r * k) + c];
                    }
                }
            });
        }

        for (int f = 1; f < system.Layout.Factors.Length; f++)
        {
            ForLevels(f, (first, k, l) =>
            {
                for (int i = 0; i < system.RandomCount; i++)
                {
                    Span<double> own = result.AsSpan((i * stride) + first, k);
                    for (int c = 0; c < k; c++)
                    {
                        double sum = 0;
                        for (int r = c; r < k; r++)
                        {
                            sum += own[r] * l[(r * k) + c];
                        }

                        own[c] = sum;
                    }
                }
            });
        }

        return result;
    }

    /// <summary>(ΛΛᵀ)⁻¹ times the rows of the random effects.</summary>
    private double[] Divided(double[] matrix)
    {
        var result = new double[order * stride];
        for (int f = 1; f < system.Layout.Factors.Length; f++)
        {
            ForLevels(f, (first, k, l) =>
            {
                for (int r = 0; r < k; r++)
                {
                    for (int c = 0; c < k; c++)
                    {
                        double entry = 0;
                        for (int a = Math.Max(r, c); a < k; a++)
                        {
                            entry += l[(a * k) + r] * l[(a * k) + c];
                        }

                        VectorKernels.AddScaled(entry, matrix.AsSpan((first + c) * stride, order), result.AsSpan((first + r) * stride, order));
                    }
                }
            });
        }

        return result;
    }

    /// <summary>Calls an action with each level's first row, its width and Λ⁻¹.</summary>
    private void ForLevels(int f, Action<int, int, double[]> action)
    {
        FactorLayout layout = system.Layout.Factors[f];
        int k = layout.Width;
        var lower = new double[k * k];
        SmallBlocks.InvertLower(factor.Templates[f], lower, k);
        for (int level = 0; level < layout.Levels; level++)
        {
            action(system.Offsets[f] + (level * k), k, lower);
        }
    }

    /// <summary>AB for a symmetric B.</summary>
    private double[] Product(double[] a, double[] b, CancellationToken cancellationToken)
    {
        var result = new double[order * stride];
        DenseProduct.SubtractByTransposed(result, a, b, stride, order, cancellationToken);
        VectorKernels.Scale(-1, result, result);
        return result;
    }

    /// <summary>Σ over the levels of a factor of tr((FKFᵀ)_ll s).</summary>
    private double DiagonalTrace(double[] rotated, double[] complement, int f, double[] s)
    {
        int k = system.Layout.Factors[f].Width;
        int end = system.Offsets[f] + (system.Layout.Factors[f].Levels * k);
        double sum = 0;
        for (int first = system.Offsets[f]; first < end; first += k)
        {
            for (int i = 0; i < k * k; i++)
            {
                if (s[i] != 0)
                {
                    sum += s[i] * VectorKernels.Dot(
                        rotated.AsSpan((first + (i / k)) * stride, order), complement.AsSpan((first + (i % k)) * stride, order));
                }
            }
        }

        return sum;
    }

    /// <summary>Σ over pairs of levels of tr(G_l'l sᵢ G_ll' sⱼ).</summary>
    private double PairTrace(double[] information, int f, double[] si, int g, double[] sj)
    {
        int k = system.Layout.Factors[f].Width;
        int l = system.Layout.Factors[g].Width;
        int rows = system.Layout.Factors[f].Levels * k;
        int columns = system.Layout.Factors[g].Levels * l;
        var left = new double[columns];
        double sum = 0;
        for (int row = 0; row < rows; row++)
        {
            // (sᵢG)_row against (Gsⱼ)_row.
            Array.Clear(left);
            int first = system.Offsets[f] + (row / k * k);
            for (int r = 0; r < k; r++)
            {
                if (si[(row % k * k) + r] != 0)
                {
                    VectorKernels.AddScaled(si[(row % k * k) + r], information.AsSpan(((first + r) * stride) + system.Offsets[g], columns), left);
                }
            }

            ReadOnlySpan<double> right = information.AsSpan(((system.Offsets[f] + row) * stride) + system.Offsets[g], columns);
            sum += l == 1 ? sj[0] * VectorKernels.Dot(left, right) : SumBlocks(left, right, sj, l);
        }

        return sum;
    }

    private static double SumBlocks(ReadOnlySpan<double> left, ReadOnlySpan<double> right, double[] s, int k)
    {
        double sum = 0;
        for (int first = 0; first < left.Length; first += k)
        {
            for (int r = 0; r < k; r++)
            {
                for (int c = 0; c < k; c++)
                {
                    sum += left[first + r] * s[(r * k) + c] * right[first + c];
                }
            }
        }

        return sum;
    }
}
