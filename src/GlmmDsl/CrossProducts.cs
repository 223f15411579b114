using System.Collections.Immutable;
using GlmmDsl.Data;
using GlmmDsl.Design;
using GlmmDsl.Design.Products;
using GlmmDsl.Design.Products.Files;
using GlmmDsl.Design.RandomEffects;

namespace GlmmDsl;

/// <summary>
/// The cross-products [Z X y]ᵀW[Z X y] of a model's columns over some rows: all that fitting a linear mixed model needs of them (Bates et al.
/// 2015, section 3; Luo et al. 2022 for sites that may not share rows). They are a sum over rows, so parts of the data can be summed separately,
/// saved, merged and fitted, and the result equals that of all rows together, to rounding. Their size depends on the numbers of columns
/// and levels, not on the number of rows. Immutable and safe to use from several threads.
/// </summary>
/// <remarks>
/// Sums by group are not anonymous. A group of one row is that row: its response and predictors can be read off, as can those of any
/// combination of levels that occurs once. When such sums leave the place where the rows are, hash the labels, ask for a smallest group size
///, and still treat the file as personal data.
/// </remarks>
public sealed class CrossProducts
{
    internal CrossProducts(DesignProducts products) => Products = products;

    /// <summary>The formula as R would print it.</summary>
    public string Formula => Products.Schema.Formula.ToString();

    /// <summary>The number of rows summed.</summary>
    public long RowCount => Products.Blocks.RowCount;

    /// <summary>The grouping factors, each with its number of levels that have rows.</summary>
    public IReadOnlyDictionary<string, int> GroupCounts => Products.Schema.Plan.Random
        .DistinctBy(GroupIndex.KeyOf)
        .ToDictionary(t => t.GroupName, t => Products.Groups.First(g => g.Key == GroupIndex.KeyOf(t)).Count, StringComparer.Ordinal);

    /// <summary>The values of data-dependent functions; give them to other parts of the same data.</summary>
    public ColumnMoments Moments => new(Products.Moments);

    internal DesignProducts Products { get; }

    /// <summary>Sums the rows of a table: of all data, or of a part.</summary>
    /// <param name="formula">The formula.</param>
    /// <param name="table">The rows.</param>
    /// <param name="options">Missing values, weights, offset and functions; the method is chosen when the model is fitted.</param>
    /// <param name="moments">The values of data-dependent functions; null to take them from the table.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <exception cref="FormulaException">The formula does not suit the table.</exception>
    /// <exception cref="ModelDataException">The rows do not suit the formula; column and row are named.</exception>
    public static CrossProducts Of(Formula formula, Table table, FitOptions? options = null, ColumnMoments? moments = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(formula);
        ArgumentNullException.ThrowIfNull(table);
        options ??= FitOptions.Default;
        DesignOptions design = options.ToLinearDesignOptions();
        ProductSchema schema = ProductSchema.Of(options.AddOffset(formula), table, design);
        return new CrossProducts(ProductsOfRows.Accumulate(schema, table, design, moments?.Values, null, cancellationToken));
    }

    /// <summary>
    /// Sums rows that come in parts, several parts at a time; one part per thread is held in memory. The result does not depend on the number of threads.
    /// </summary>
    /// <param name="formula">The formula.</param>
    /// <param name="parts">The parts; levels may differ between them.</param>
    /// <param name="options">Missing values, weights, offset and functions; the method is chosen when the model is fitted.</param>
    /// <param name="moments">
    /// The values of data-dependent functions. When it is null and the formula has some, parts in a list are read twice; a stream is refused.
    /// </param>
    /// <param name="threads">The most threads to use; 0 for one per processor.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <exception cref="FormulaException">The formula does not suit a part.</exception>
    /// <exception cref="ModelDataException">A part does not suit the formula or the parts before it; part, column and row are named.</exception>
    public static CrossProducts Of(
        Formula formula,
        IEnumerable<Table> parts,
        FitOptions? options = null,
        ColumnMoments? moments = null,
        int threads = 0,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(parts);
        if (moments is null && parts is IReadOnlyCollection<Table> list)
        {
            moments = ColumnMoments.Of(formula, list, options, cancellationToken);
        }

        ChunkedProducts sums = Sums(formula, options, moments, threads, cancellationToken);
        foreach (Table part in parts)
        {
            sums.Add(part ?? throw new ArgumentException("A part is null.", nameof(parts)));
        }

        return new CrossProducts(sums.Sum());
    }

    /// <summary>Sums rows that come in parts from a reader or a network.</summary>
    /// <inheritdoc cref="Of(Formula, IEnumerable{Table}, FitOptions?, ColumnMoments?, int, CancellationToken)"/>
    public static async Task<CrossProducts> OfAsync(
        Formula formula,
        IAsyncEnumerable<Table> parts,
        FitOptions? options = null,
        ColumnMoments? moments = null,
        int threads = 0,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(parts);
        ChunkedProducts sums = Sums(formula, options, moments, threads, cancellationToken);
        await foreach (Table part in parts.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            sums.Add(part ?? throw new ArgumentException("A part is null.", nameof(parts)));
        }

        return new CrossProducts(sums.Sum());
    }

    /// <summary>
    /// The cross-products of the rows of both. Levels are joined by their labels; columns are the same when they are made of the same variables
    /// and levels.
    /// </summary>
    /// <exception cref="ModelDataException">Formulas, codings, weights, orders of levels, or moments differ.</exception>
    public static CrossProducts Merge(CrossProducts first, CrossProducts second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        return new CrossProducts(ProductMerge.Merge(first.Products, second.Products));
    }

    /// <summary>
    /// Reads what <see cref="Save"/> or <see cref="SaveJson"/> wrote. A file of any content is safe to read: one that was changed after it was written
    /// is refused by its checksum. JSON of version 1 of the format, which had no checksum, is refused too; the binary form of version 1 is read.
    /// </summary>
    /// <exception cref="InvalidDataException">No cross-products, another version of the format, or damaged; JSON longer than 256 MB.</exception>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public static CrossProducts Load(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return new CrossProducts(ProductFileReader.Read(stream));
    }

    /// <summary>Writes the cross-products in the binary form, with their origins and labels, and a checksum.</summary>
    /// <param name="stream">The stream to write to; it is left open.</param>
    /// <param name="options">What is done to labels; by default nothing.</param>
    /// <exception cref="ModelDataException">A group is smaller than the options allow.</exception>
    public void Save(Stream stream, CrossProductsSaveOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ProductFileWriter.WriteBinary(Prepared(options), stream);
    }

    /// <summary>Writes the cross-products as JSON with a checksum; numbers read back to the same doubles.</summary>
    /// <param name="stream">The stream to write to; it is left open.</param>
    /// <param name="options">What is done to labels; by default nothing.</param>
    /// <exception cref="ModelDataException">A group is smaller than the options allow, or there are more numbers than the JSON form can hold (256 MB).</exception>
    public void SaveJson(Stream stream, CrossProductsSaveOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ProductFileWriter.WriteJson(Prepared(options), stream);
    }

    private DesignProducts Prepared(CrossProductsSaveOptions? options)
    {
        options ??= new CrossProductsSaveOptions();
        ProductPrivacy.RefuseSmall(Products, options.SmallestGroup);
        DesignProducts products = options.LabelKey.IsEmpty ? Products : ProductPrivacy.Hash(Products, options.LabelKey.ToArray());
        return options.DropLabels ? ProductPrivacy.Drop(products) : products;
    }

    private static ChunkedProducts Sums(Formula formula, FitOptions? options, ColumnMoments? moments, int threads, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(formula);
        ArgumentOutOfRangeException.ThrowIfNegative(threads);
        options ??= FitOptions.Default;
        return new ChunkedProducts(
            options.AddOffset(formula),
            options.ToLinearDesignOptions(),
            moments?.Values ?? ImmutableDictionary<string, ImmutableArray<double>>.Empty,
            threads == 0 ? Environment.ProcessorCount : threads,
            cancellationToken);
    }
}
