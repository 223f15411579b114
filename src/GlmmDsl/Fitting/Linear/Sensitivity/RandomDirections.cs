using GlmmDsl.Covariance;
using GlmmDsl.Fitting.Linear.Criteria;

namespace GlmmDsl.Fitting.Linear.Sensitivity;

/// <summary>
/// The directions ZSZᵀ in which the parameters of the random part change V/σ²: of elements of the relative covariance matrices ΛΛᵀ, in which V is linear, or of θ.
/// </summary>
internal static class RandomDirections
{
    /// <summary>
    /// The elements of each term's ΛΛᵀ that are free. A correlated pair moves along (e_r + e_c)(e_r + e_c)ᵀ instead of alone, which spans the same directions
    /// together with the variances and keeps the matrix a covariance matrix. A structure in which V is not linear moves along its parameters.
    /// </summary>
    /// <param name="layout">The layout.</param>
    /// <param name="theta">θ about the internal columns.</param>
    public static InformationDirection[] OfElements(CovarianceLayout layout, double[] theta)
    {
        InformationDirection[] tangents = layout.IsIdentity ? [] : OfParameters(layout, theta);
        var directions = new InformationDirection[layout.Parameters.Length];
        for (int f = 0; f < layout.Factors.Length; f++)
        {
            int k = layout.Factors[f].Width;
            foreach (TermLayout term in layout.Factors[f].Terms)
            {
                for (int i = 0; i < term.Structure.Count; i++)
                {
                    if (!term.Structure.IsIdentity)
                    {
                        directions[term.FirstParameter + i] = tangents[term.FirstParameter + i];
                        continue;
                    }

                    var block = new double[k * k];
                    (int row, int column) = term.Structure.Entries[i];
                    foreach (int r in new[] { term.Offset + row, term.Offset + column })
                    {
                        foreach (int c in new[] { term.Offset + row, term.Offset + column })
                        {
                            block[(r * k) + c] = 1;
                        }
                    }

                    directions[term.FirstParameter + i] = new InformationDirection(f, block);
                }
            }
        }

        return directions;
    }

    /// <summary>∂ᵢΛΛᵀ + Λ∂ᵢΛᵀ for each element of θ.</summary>
    /// <param name="layout">The layout.</param>
    /// <param name="theta">θ about the internal columns.</param>
    public static InformationDirection[] OfParameters(CovarianceLayout layout, double[] theta)
    {
        double[] entries = layout.ToEntries(theta);
        double[][] templates = [.. layout.Factors.Select(f => new double[f.Width * f.Width])];
        layout.Fill(entries, templates);
        var map = new EntryMap(layout);
        map.MoveTo(theta);
        var change = new double[layout.Entries.Length];
        var direction = new double[theta.Length];
        var result = new InformationDirection[theta.Length];
        for (int i = 0; i < theta.Length; i++)
        {
            Array.Clear(direction);
            direction[i] = 1;
            map.Along(direction, change);
            int f = layout.Parameters[i].Factor;
            int k = layout.Factors[f].Width;
            var block = new double[k * k];
            for (int e = 0; e < change.Length; e++)
            {
                (int factor, int row, int column) = layout.Entries[e];
                if (factor != f || change[e] == 0)
                {
                    continue;
                }

                for (int r = column; r < k; r++)
                {
                    double value = change[e] * templates[f][(r * k) + column];
                    block[(row * k) + r] += value;
                    block[(r * k) + row] += value;
                }
            }

            result[i] = new InformationDirection(f, block);
        }

        return result;
    }
}
