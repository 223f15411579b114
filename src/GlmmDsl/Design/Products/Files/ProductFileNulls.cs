namespace GlmmDsl.Design.Products.Files;

/// <summary>Refuses null in the lists of a file: JSON can put it where the types do not allow it.</summary>
internal static class ProductFileNulls
{
    /// <summary>Refuses it.</summary>
    /// <exception cref="InvalidDataException">A list holds null.</exception>
    public static void Refuse(ProductFile file)
    {
        Refuse(file.Columns);
        Refuse(file.Functions);
        Refuse(file.Tally.Missing);
        Refuse(file.Moments);
        Refuse(file.ExpressionLevels);
        Refuse(file.GroupOrigins);
        Refuse(file.Factors);
        Refuse(file.Groups);
        RefuseInColumns(file.FixedColumns);
        foreach (LevelsEntry entry in file.ExpressionLevels)
        {
            Refuse(entry.Levels);
        }

        foreach (GroupEntry group in file.Groups)
        {
            Refuse(group.Variables);
            Refuse(group.Levels);
            RefuseInColumns(group.Columns);
            foreach (string[] levels in group.Levels)
            {
                Refuse(levels);
            }
        }

        foreach (FactorEntry factor in file.Factors.Concat(file.Groups.SelectMany(g => g.Variables)))
        {
            Refuse(factor.Labels);
        }

        if (file.Blocks is BlocksEntry blocks)
        {
            Refuse(blocks.Diagonal);
            Refuse(blocks.WithFixed);
            Refuse(blocks.Pairs);
        }
    }

    private static void RefuseInColumns(ProductEntry[] columns)
    {
        Refuse(columns);
        foreach (ProductEntry column in columns)
        {
            Refuse(column.Numbers);
            Refuse(column.Cell);
        }
    }

    private static void Refuse<T>(T[] list)
        where T : class => ProductFileCheck.Require(!list.Contains(null), "a list in it holds null");
}
