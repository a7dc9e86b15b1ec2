package org.onecopy.index.rocks;

import java.util.List;
import org.rocksdb.AbstractNativeReference;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.IndexType;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.WALRecoveryMode;
import org.rocksdb.WriteBufferManager;

/**
 * The options of one store. Filters and indexes are partitioned, with only their top level pinned: whole filters in a small cache
 * made a lookup of a missing name a thousand times slower. Memory is kept small, because a node opens two or three stores with a
 * dozen tables each.
 */
final class RocksTuning implements AutoCloseable {
    private static final long MIB = 1L << 20;

    final DBOptions database;
    final ColumnFamilyOptions table;
    private final BloomFilter filter = new BloomFilter(10);

    RocksTuning(Cache cache, WriteBufferManager writeBuffers) {
        table = new ColumnFamilyOptions()
                .setTableFormatConfig(new BlockBasedTableConfig()
                        .setBlockCache(cache)
                        .setBlockSize(16 << 10)
                        .setFilterPolicy(filter)
                        .setPartitionFilters(true)
                        .setIndexType(IndexType.kTwoLevelIndexSearch)
                        .setMetadataBlockSize(4096)
                        .setPinTopLevelIndexAndFilter(true)
                        .setCacheIndexAndFilterBlocks(true)
                        .setCacheIndexAndFilterBlocksWithHighPriority(true)
                        .setPinL0FilterAndIndexBlocksInCache(true))
                .setCompressionType(CompressionType.LZ4_COMPRESSION)
                .setBottommostCompressionType(CompressionType.ZSTD_COMPRESSION)
                .setWriteBufferSize(16 * MIB)
                // every table in use takes at least one such block
                .setArenaBlockSize(128 << 10)
                .setLevelCompactionDynamicLevelBytes(true);
        database = new DBOptions()
                .setCreateIfMissing(true)
                .setWriteBufferManager(writeBuffers)
                .setMaxTotalWalSize(64 * MIB)
                // after a loss of power the log of unsynced writes ends somewhere: take what is whole, agreement brings
                // the rest
                .setWalRecoveryMode(WALRecoveryMode.PointInTimeRecovery)
                .setMaxBackgroundJobs(2)
                .setMaxOpenFiles(512)
                .setBytesPerSync(MIB)
                .setManifestPreallocationSize(64 << 10)
                .setMaxManifestFileSize(16 * MIB)
                .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
                .setMaxLogFileSize(4 * MIB)
                .setKeepLogFileNum(2)
                .setStatsDumpPeriodSec(0)
                .setStatsPersistPeriodSec(0);
    }

    @Override
    public void close() {
        List.<AbstractNativeReference>of(database, table, filter).forEach(AbstractNativeReference::close);
    }
}
