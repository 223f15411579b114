using System.Collections.Immutable;
using GlmmDsl.Data;

namespace GlmmDsl.Design.Products;

/// <summary>
/// Adds up parts of the data as they come. Chunks are added in a fixed binary tree, whatever thread made them, so that the result does not
/// depend on the number of threads, rounding grows with the logarithm of their number, and few partial sums are held.
/// </summary>
/// <param name="formula">The formula.</param>
/// <param name="options">Missing values, weights, functions.</param>
/// <param name="moments">Moments of data-dependent functions over all rows.</param>
/// <param name="threads">The most threads to use.</param>
/// <param name="cancellationToken">Ends the work early.</param>
internal sealed class ChunkedProducts(
    Formula formula, DesignOptions options, ImmutableDictionary<string, ImmutableArray<double>> moments, int threads, CancellationToken cancellationToken)
{
    private readonly List<(int Height, DesignProducts Products)> trees = [];
    private readonly List<Table> waiting = [];
    private ProductSchema? schema;
    private DesignProducts? first;
    private long chunks;

    /// <summary>Adds a part.</summary>
    /// <exception cref="FormulaException">The formula does not suit the part.</exception>
    /// <exception cref="ModelDataException">The part does not suit the formula or the parts before it.</exception>
    public void Add(Table chunk)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ArgumentNullException.ThrowIfNull(chunk);
        schema ??= ProductSchema.Of(formula, chunk, options);
        waiting.Add(chunk);

        // Until origins are known only one chunk is processed at a time.
        if (waiting.Count >= threads || first is null)
        {
            Work();
        }
    }

    /// <summary>The sum of all parts.</summary>
    /// <exception cref="ModelDataException">There was none, or some do not go together.</exception>
    public DesignProducts Sum()
    {
        Work();
        if (trees.Count == 0)
        {
            throw new ModelDataException("There are no parts of the data: there is nothing to sum.");
        }

        DesignProducts sum = trees[^1].Products;
        for (int i = trees.Count - 2; i >= 0; i--)
        {
            sum = ProductMerge.Merge(trees[i].Products, sum);
        }

        return sum;
    }

    private void Work()
    {
        var made = new DesignProducts[waiting.Count];
        if (made.Length == 1)
        {
            made[0] = Accumulate(waiting[0], chunks);
        }
        else if (made.Length > 1)
        {
            AccumulateInParallel(made);
        }

        foreach (DesignProducts products in made)
        {
            first ??= products.Blocks.RowCount > 0 ? products : null;
            Push(products);
        }

        chunks += made.Length;
        waiting.Clear();
    }

    private void AccumulateInParallel(DesignProducts[] made)
    {
        var errors = new Exception?[made.Length];
        Parallel.For(0, made.Length, new ParallelOptions { MaxDegreeOfParallelism = threads }, i =>
        {
            try
            {
                made[i] = Accumulate(waiting[i], chunks + i);
            }
            catch (Exception e) when (e is ModelDataException or FormulaException or OperationCanceledException)
            {
                errors[i] = e;
            }
        });

        // The first part at fault is reported, whichever thread finishes first.
        if (Array.Find(errors, e => e is not null) is Exception error)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(error);
        }
    }

    private DesignProducts Accumulate(Table chunk, long number)
    {
        try
        {
            schema!.RefuseOther([.. chunk.Columns.Select(c => c.Type)]);
            return ProductsOfRows.Accumulate(schema, chunk, options, moments, first, cancellationToken);
        }
        catch (ModelDataException e)
        {
            throw new ModelDataException(FormattableString.Invariant($"In part {number + 1} of the data: {e.Message}"), e.Column, e.Row, e);
        }
    }

    /// <summary>A binary counter of trees: two of the same height become one of the next.</summary>
    private void Push(DesignProducts products)
    {
        int height = 0;
        while (trees.Count > 0 && trees[^1].Height == height)
        {
            products = ProductMerge.Merge(trees[^1].Products, products);
            trees.RemoveAt(trees.Count - 1);
            height++;
        }

        trees.Add((height, products));
    }
}
