namespace GlmmDsl.Cli.Models;

/// <summary>Files of fits.</summary>
internal static class FitFiles
{
    /// <summary>Writes a fit to a file: all of it, or the file stays as it was.</summary>
    /// <exception cref="InputException">The file cannot be written.</exception>
    public static void Save(MixedModelFit fit, string file, CancellationToken cancellationToken)
    {
        try
        {
            using var whole = new MemoryStream();
            Refusals.AsInput(() =>
            {
                fit.Save(whole, crossProducts: true, cancellationToken);
                return true;
            });
            using FileStream stream = File.Create(file);
            whole.Position = 0;
            whole.CopyTo(stream);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new InputException($"The fit cannot be written to '{file}': {failed.Message}");
        }
    }

    /// <summary>Whether a file begins as a fit does, with a brace, or cannot be opened: data were named in its place where not.</summary>
    public static bool MayBeFit(string file)
    {
        try
        {
            using FileStream stream = File.OpenRead(file);
            return stream.ReadByte() == '{';
        }
        catch (Exception unread) when (unread is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return true;
        }
    }

    /// <summary>Reads a fit from a file.</summary>
    /// <exception cref="InputException">The file cannot be read, or holds no fit.</exception>
    public static MixedModelFit Load(string file)
    {
        try
        {
            using FileStream stream = File.OpenRead(file);
            return MixedModelFit.Load(stream);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException or ArgumentException or InvalidDataException)
        {
            throw new InputException($"'{file}': {failed.Message}");
        }
    }
}
