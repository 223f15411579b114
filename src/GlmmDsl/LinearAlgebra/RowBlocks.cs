namespace GlmmDsl.LinearAlgebra;

/// <summary>
/// Work on blocks of rows that do not depend on each other, by several threads where there is enough of it. A row's numbers are those that one thread computes, in the same order, so that results do not
/// depend on the number of threads.
/// </summary>
internal static class RowBlocks
{
    /// <summary>Fewer multiplications than this, some milliseconds, are not worth a second thread.</summary>
    private const long Least = 20_000_000;

    /// <summary>Whether so many multiplications are divided among threads.</summary>
    public static bool AreDivided(long multiplications) => multiplications >= Least && Environment.ProcessorCount > 1;

    /// <summary>Does the work on every block.</summary>
    /// <param name="first">The first row.</param>
    /// <param name="end">The row after the last.</param>
    /// <param name="size">Rows of a block.</param>
    /// <param name="work">The work on a block, from its first row to the one after its last.</param>
    /// <param name="cancellationToken">Checked between blocks.</param>
    public static void ForEach(int first, int end, int size, Action<int, int> work, CancellationToken cancellationToken)
    {
        int count = (end - first + size - 1) / size;
        Parallel.For(0, Math.Max(0, count), new ParallelOptions { CancellationToken = cancellationToken }, i =>
        {
            int row = first + (i * size);
            work(row, Math.Min(end, row + size));
        });
    }
}
